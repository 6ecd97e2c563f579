// HEVC (ITU-T H.265, clause 7.3): pictures of an access unit, and what its parameter sets say.
//
// Only of the base layer. What NVIDIA's does with others depends on the driver: its open-source twin (VulkanH265Parser.cpp,
// nvpro-samples/vk_video_samples) gives the pictures of each layer to the decoder, and makes each due.

#include "bits.h"
#include "headers.h"
#include "nvdec.h"

enum { FIRST_IRAP = 16, LAST_IRAP = 23, LAST_SLICE = 31, VPS, SPS, PPS, LAST_NON_REFERENCE = 14, MORE_SURFACES = 3 };

// Clause 7.3.3.
static void skip_profile_tier_level(Bits *bits, int more_layers) {
  int profile[8], level[8];
  for (int i = 0; i < 3; i++) get(bits, 32);
  for (int i = 0; i < more_layers; i++) {
    profile[i] = bit(bits);
    level[i] = bit(bits);
  }
  for (int i = more_layers; more_layers && i < 8; i++) get(bits, 2);
  for (int i = 0; i < more_layers; i++) {
    if (profile[i]) {
      for (int j = 0; j < 11; j++) get(bits, 8);
    }
    if (level[i]) get(bits, 8);
  }
}

static unsigned sps_number(const unsigned char *data, size_t bytes) {
  Bits bits = {data, bytes, 0, 1};
  get(&bits, 4);
  int more_layers = get(&bits, 3);
  bit(&bits);
  skip_profile_tier_level(&bits, more_layers);
  return ue(&bits) & 31;
}

static void read_sequence(const Unit *unit, PictureHeader *header) {
  Bits bits = {unit->data + 5, unit->bytes - 5, 0, 1};
  get(&bits, 4);
  int more_layers = get(&bits, 3);
  bit(&bits);
  skip_profile_tier_level(&bits, more_layers);
  ue(&bits);
  unsigned chroma = ue(&bits);
  if (chroma == 3) bit(&bits);
  header->shown_width = ue(&bits);
  header->shown_height = ue(&bits);
  header->coded_width = (header->shown_width + 15) / 16 * 16;
  header->coded_height = (header->shown_height + 15) / 16 * 16;
  if (bit(&bits)) {
    // As NVIDIA's has it: nothing is cut off at the left and at the top.
    int x = chroma == 1 || chroma == 2 ? 2 : 1, y = chroma == 1 ? 2 : 1;
    ue(&bits);
    header->shown_width -= ue(&bits) * x;
    ue(&bits);
    header->shown_height -= ue(&bits) * y;
  }
  for (int i = 0; i < 3; i++) ue(&bits);
  unsigned most = 1;
  for (int i = bit(&bits) ? 0 : more_layers; i <= more_layers; i++) {
    unsigned buffering = ue(&bits) + 1;
    if (buffering > most) most = buffering;
    ue(&bits);
    ue(&bits);
  }
  header->surfaces = (most > 16 ? 16 : most) + MORE_SURFACES;
}

int next_hevc(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  int slices = 0;
  for (size_t at = start_code(data, bytes, header->begin); at + 5 < bytes;) {
    size_t nal = at + 3, end = start_code(data, bytes, nal);
    int type = data[nal] >> 1 & 63, layer = (data[nal] & 1) << 5 | data[nal + 1] >> 3;
    Bits bits = {data + nal + 2, end > nal + 2 ? end - nal - 2 : 0, 0, 1};
    if (layer && !getenv("MOCK_DAMAGED")) misuse("cuvidParseVideoData", "HEVC above the base layer, whose pictures would be due too");
    if (type == VPS) {
      keep(headers, &headers->vps[get(&bits, 4)], data + at, end - at, 0);
    } else if (type == SPS) {
      keep(headers, &headers->sps[sps_number(bits.data, bits.bytes)], data + at, end - at, 0);
    } else if (type == PPS) {
      unsigned number = ue(&bits) & 255;
      keep(headers, &headers->pps[number], data + at, end - at, ue(&bits) & 31);
    } else if (type <= LAST_SLICE) {
      if (bit(&bits) && slices) return 1;
      if (type >= FIRST_IRAP && type <= LAST_IRAP) bit(&bits);
      const Unit *pps = &headers->pps[ue(&bits) & 255], *sps = &headers->sps[pps->refers];
      if (!header->found && pps->bytes && sps->bytes) {
        header->found = 1;
        header->sequence = hash(sps->data, sps->bytes);
        // Of a stream without temporal layers: even numbers up to 14 are sub-layer non-reference pictures (table 7-1).
        header->reference = type > LAST_NON_REFERENCE || type % 2;
        header->intra = type >= FIRST_IRAP && type <= LAST_IRAP;
        read_sequence(sps, header);
      }
      add_slice(header, at);
      slices++;
      header->end = end;
    }
    at = end;
  }
  header->end = bytes;
  return 1;
}
