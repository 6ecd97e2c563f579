// H.264 (ITU-T H.264, clauses 7.3.2 and 7.3.3): pictures and fields of an access unit, and what its parameter sets say.

#include "bits.h"
#include "headers.h"

enum { SLICE = 1, PARTITION = 2, IDR = 5, SPS = 7, PPS = 8, MAX_DPB = 16, MORE_SURFACES = 3 };

typedef struct {
  int chroma, separate, frame_num_bits, references, width_mbs, height_mbs, frames_only, right, bottom, dpb;
} Sequence;

static void skip_scaling_list(Bits *bits, int size) {
  int last = 8, next = 8;
  for (int i = 0; i < size; i++) {
    if (next) next = (last + se(bits) + 256) % 256;
    if (next) last = next;
  }
}

// MaxDpbMbs, table A-1.
static int dpb_macroblocks(int level) {
  static const int table[][2] = {{10, 396},   {11, 900},   {20, 2376},  {21, 4752},   {30, 8100},  {31, 18000},
                                 {32, 20480}, {41, 32768}, {42, 34816}, {50, 110400}, {52, 184320}};
  for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
    if (level <= table[i][0]) return table[i][1];
  }
  return 696320;
}

static Sequence read_sequence(const Unit *unit) {
  Sequence s = {.chroma = 1};
  Bits bits = {unit->data + 4, unit->bytes - 4, 0, 1};
  int profile = get(&bits, 8);
  get(&bits, 8);
  int level = get(&bits, 8);
  ue(&bits);
  if (profile == 100 || profile == 110 || profile == 122 || profile == 244 || profile == 44 || profile == 83 ||
      profile == 86 || profile == 118 || profile == 128) {
    s.chroma = ue(&bits);
    if (s.chroma == 3) s.separate = bit(&bits);
    ue(&bits);
    ue(&bits);
    bit(&bits);
    if (bit(&bits)) {
      for (int i = 0; i < (s.chroma == 3 ? 12 : 8); i++) {
        if (bit(&bits)) skip_scaling_list(&bits, i < 6 ? 16 : 64);
      }
    }
  }
  s.frame_num_bits = ue(&bits) + 4;
  int order = ue(&bits);
  if (order == 0) ue(&bits);
  if (order == 1) {
    bit(&bits);
    se(&bits);
    se(&bits);
    for (unsigned n = ue(&bits); n && n < 256; n--) se(&bits);
  }
  s.references = ue(&bits);
  bit(&bits);
  s.width_mbs = ue(&bits) + 1;
  s.height_mbs = ue(&bits) + 1;
  s.frames_only = bit(&bits);
  s.height_mbs *= 2 - s.frames_only;
  if (!s.frames_only) bit(&bits);
  bit(&bits);
  if (bit(&bits)) {
    // As NVIDIA's has it: in units of 4:2:0 whatever there is, and nothing at the left and at the top.
    ue(&bits);
    s.right = ue(&bits) * 2;
    ue(&bits);
    s.bottom = ue(&bits) * 2 * (2 - s.frames_only);
  }
  s.dpb = s.width_mbs > 0 && s.height_mbs > 0 ? dpb_macroblocks(level) / ((long)s.width_mbs * s.height_mbs) : 0;
  if (s.dpb < s.references) s.dpb = s.references;
  if (s.dpb > MAX_DPB) s.dpb = MAX_DPB;
  if (s.dpb < 1) s.dpb = 1;
  return s;
}

static void read_slice(Headers *headers, Bits *bits, int idc, PictureHeader *header) {
  unsigned type = ue(bits) % 5;
  const Unit *pps = &headers->pps[ue(bits) & 255];
  const Unit *sps = &headers->sps[pps->refers];
  header->intra = (!header->slices || header->intra) && (type == 2 || type == 4);
  header->reference |= idc != 0;
  if (header->found || !pps->bytes || !sps->bytes) return;
  Sequence s = read_sequence(sps);
  header->found = 1;
  header->sequence = hash(sps->data, sps->bytes);
  header->coded_width = s.width_mbs * 16;
  header->coded_height = s.height_mbs * 16;
  header->shown_width = header->coded_width - s.right;
  header->shown_height = header->coded_height - s.bottom;
  header->monochrome = s.chroma == 0;
  header->interlaced = !s.frames_only;
  header->surfaces = s.dpb + MORE_SURFACES;
  if (s.separate) get(bits, 2);
  get(bits, s.frame_num_bits);
  if (!s.frames_only) {
    header->field = bit(bits);
    header->bottom = header->field && bit(bits);
  }
}

int next_h264(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  int slices = 0;
  for (size_t at = start_code(data, bytes, header->begin); at + 4 < bytes;) {
    size_t nal = at + 3, end = start_code(data, bytes, nal);
    int type = data[nal] & 31;
    Bits bits = {data + nal + 1, end - nal - 1, 0, 1};
    if (type == SPS) {
      get(&bits, 24);
      keep(headers, &headers->sps[ue(&bits) & 31], data + at, end - at, 0);
    } else if (type == PPS) {
      unsigned number = ue(&bits) & 255;
      keep(headers, &headers->pps[number], data + at, end - at, ue(&bits) & 31);
    } else if (type == SLICE || type == PARTITION || type == IDR) {
      // A picture begins with macroblock 0: arbitrary slice order is not told apart.
      if (!ue(&bits) && slices) return 1;
      read_slice(headers, &bits, data[nal] >> 5 & 3, header);
      add_slice(header, at);
      slices++;
      header->end = end;
    }
    at = end;
  }
  header->end = bytes;
  return 1;
}
