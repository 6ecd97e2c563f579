// AV1 (AV1 bitstream specification, 5.3, 5.5, 5.9): frames of a temporal unit, up to which slots they fill. The coded size is that
// of the first frame, odd where that is (BeginPicture of VulkanAV1Decoder.cpp, nvpro-samples/vk_video_samples).

#include "bits.h"
#include "headers.h"

enum { SEQUENCE_HEADER = 1, FRAME_HEADER = 3, TILE_GROUP = 4, METADATA = 5, FRAME = 6, REDUNDANT_FRAME_HEADER = 7 };
enum { KEY, INTER, INTRA_ONLY, SWITCH, SELECT = 2, MAX_POINTS = 32 };
// Eight slots, and the frame that is decoded.
enum { SURFACES = 9 };

// What frame headers need of a sequence header.
typedef struct {
  int reduced, equal_interval, model, presentation_bits, removal_bits, id_bits, screen_content, integer_motion, order_bits;
  int points, point[MAX_POINTS], point_has_model[MAX_POINTS];
} Sequence;

typedef struct {
  int type, temporal, spatial;
  size_t payload, end;
} Obu;

static int read_obu(const unsigned char *data, size_t bytes, size_t at, Obu *obu) {
  if (at >= bytes) return 0;
  *obu = (Obu){.type = data[at] >> 3 & 15};
  int extension = data[at] >> 2 & 1, has_size = data[at] >> 1 & 1;
  at++;
  if (extension && at < bytes) {
    obu->temporal = data[at] >> 5;
    obu->spatial = data[at] >> 3 & 3;
    at++;
  }
  size_t size = 0;
  for (int i = 0; has_size && i < 8 && at < bytes; i++) {
    size |= (size_t)(data[at] & 127) << 7 * i;
    if (!(data[at++] & 128)) break;
  }
  obu->payload = at;
  obu->end = !has_size || size > bytes - at ? bytes : at + size;
  return 1;
}

static void read_operating_points(Bits *bits, Sequence *s, int delay_bits) {
  int display_delay = bit(bits);
  s->points = get(bits, 5) + 1;
  for (int i = 0; i < s->points; i++) {
    s->point[i] = get(bits, 12);
    if (get(bits, 5) > 7) bit(bits);
    s->point_has_model[i] = s->model && bit(bits);
    if (s->point_has_model[i]) {
      get(bits, delay_bits);
      get(bits, delay_bits);
      bit(bits);
    }
    if (display_delay && bit(bits)) get(bits, 4);
  }
}

static void read_tools(Bits *bits, Sequence *s) {
  get(bits, 4);  // interintra to dual filter
  int order = bit(bits);
  if (order) get(bits, 2);
  s->screen_content = bit(bits) ? SELECT : bit(bits);
  s->integer_motion = !s->screen_content || bit(bits) ? SELECT : bit(bits);
  s->order_bits = order ? get(bits, 3) + 1 : 0;
}

static Sequence read_sequence(const Unit *unit) {
  Sequence s = {.screen_content = SELECT, .integer_motion = SELECT};
  Obu obu;
  if (!read_obu(unit->data, unit->bytes, 0, &obu)) return s;
  Bits bits = {unit->data + obu.payload, obu.end - obu.payload, 0, 0};
  int delay_bits = 0;
  get(&bits, 4);
  s.reduced = bit(&bits);
  if (s.reduced) {
    get(&bits, 5);
  } else {
    if (bit(&bits)) {
      get(&bits, 32);
      get(&bits, 32);
      s.equal_interval = bit(&bits);
      if (s.equal_interval) ue(&bits);
      s.model = bit(&bits);
      if (s.model) {
        delay_bits = get(&bits, 5) + 1;
        get(&bits, 32);
        s.removal_bits = get(&bits, 5) + 1;
        s.presentation_bits = get(&bits, 5) + 1;
      }
    }
    read_operating_points(&bits, &s, delay_bits);
  }
  int width_bits = get(&bits, 4) + 1, height_bits = get(&bits, 4) + 1;
  get(&bits, width_bits);
  get(&bits, height_bits);
  if (!s.reduced && bit(&bits)) {
    s.id_bits = get(&bits, 4) + 2;
    s.id_bits += get(&bits, 3) + 1;
  }
  get(&bits, 3);
  if (!s.reduced) read_tools(&bits, &s);
  return s;
}

static void skip_removal_times(Bits *bits, const Sequence *s, const Obu *obu) {
  if (!s->model || !bit(bits)) return;
  for (int i = 0; i < s->points; i++) {
    int in_layers = s->point[i] >> obu->temporal & 1 && s->point[i] >> (obu->spatial + 8) & 1;
    if (s->point_has_model[i] && (!s->point[i] || in_layers)) get(bits, s->removal_bits);
  }
}

// uncompressed_header().
static void read_frame(const Unit *unit, const unsigned char *data, const Obu *obu, PictureHeader *header) {
  Sequence s = read_sequence(unit);
  Bits bits = {data + obu->payload, obu->end - obu->payload, 0, 0};
  int type = KEY, resilient = 1;
  header->sequence = hash(unit->data, unit->bytes);
  header->surfaces = SURFACES;
  header->shown = 1;
  if (!s.reduced) {
    header->again = bit(&bits);
    if (header->again) {
      header->existing = get(&bits, 3);
      return;
    }
    type = get(&bits, 2);
    header->shown = bit(&bits);
    if (header->shown && s.model && !s.equal_interval) get(&bits, s.presentation_bits);
    if (!header->shown) bit(&bits);
    if (type != SWITCH && !(type == KEY && header->shown)) resilient = bit(&bits);
  }
  header->found = header->frames = 1;
  header->key = type == KEY;
  header->intra = type == KEY || type == INTRA_ONLY;
  bit(&bits);
  int screen_content = s.screen_content == SELECT ? (int)bit(&bits) : s.screen_content;
  if (screen_content && s.integer_motion == SELECT) bit(&bits);
  get(&bits, s.id_bits);
  if (type != SWITCH && !s.reduced) bit(&bits);
  get(&bits, s.order_bits);
  if (!header->intra && !resilient) get(&bits, 3);
  skip_removal_times(&bits, &s, obu);
  header->refresh = type == SWITCH || (type == KEY && header->shown) ? 0xff : get(&bits, 8);
}

int next_av1(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  Obu obu;
  int begun = 0;
  size_t at = header->begin;
  while (read_obu(data, bytes, at, &obu)) {
    int more_tiles = obu.type == TILE_GROUP || obu.type == REDUNDANT_FRAME_HEADER;
    if (begun && !more_tiles) break;
    if (obu.type == SEQUENCE_HEADER) keep(headers, &headers->sps[0], data + at, obu.end - at, 0);
    if (obu.type == FRAME || obu.type == FRAME_HEADER) {
      if (headers->sps[0].bytes) read_frame(&headers->sps[0], data, &obu, header);
      add_slice(header, at);
      begun = 1;
    }
    at = obu.end;
  }
  header->end = at;
  return 1;
}
