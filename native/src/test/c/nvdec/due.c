// When pictures that are due are handed out, and with which times.
//
// Each waits until as many more as the display delay says (ulMaxDisplayDelay) are given to the decoder, or nothing follows.
//
// Times come from packets, and NVIDIA's parser takes those that are not in the order of presentation for times of decoding, and
// sorts them: so its open-source twin does (display_picture in VulkanVideoDecoder.cpp, nvpro-samples/vk_video_samples), for ever
// once it has met one in the first 16 pictures, and so it was seen to (nvidia-holoscan/holohub, pull request 1709). Whoever feeds
// numbers of packets as times gets them back at other pictures. So it does where packets
// are frames, of which a hidden one keeps its time; AV1's have the time of the packet that shows them.

#include "parser.h"

enum { LOOKS = 16 };

void due_open(Parser *parser) { parser->looks = LOOKS; }

int is_due(const Parser *parser, int surface) {
  for (int i = 0; i < parser->ready_count; i++) {
    const Ready *ready = &parser->ready[i];
    if ((ready->surface == UNSETTLED ? surface_of(parser, ready->samples) : ready->surface) == surface) return 1;
  }
  return 0;
}

void make_due(Parser *parser, int surface) {
  if (parser->ready_count == MAX_DUE) misuse("cuvidParseVideoData", "too many pictures are due at a time");
  parser->ready[parser->ready_count++] = (Ready){.serial = parser->serial,
                                                 .surface = surface,
                                                 .since = parser->submitted,
                                                 .picture = parser->held[surface].picture};
}

static void settle(Parser *parser) {
  int kept = 0;
  for (int i = 0; i < parser->ready_count; i++) {
    Ready ready = parser->ready[i];
    if (ready.surface == UNSETTLED) {
      ready.surface = surface_of(parser, ready.samples);
      ready.since = parser->submitted;
      if (ready.surface >= 0) ready.picture = parser->held[ready.surface].picture;
    }
    // The others were begun before this parser could tell what the stream is.
    if (ready.surface >= 0) parser->ready[kept++] = ready;
  }
  parser->ready_count = kept;
}

int has_start_codes(int codec) { return codec <= H264 || codec == HEVC; }

static long long time_of(Parser *parser, const Ready *ready) {
  Held *held = &parser->held[ready->surface], *earliest = held;
  if (parser->params.codec == AV1 || parser->params.codec == JPEG) return parser->times[ready->serial % TIMES];
  held->waits = 0;
  if (!parser->sorts && !parser->looks) return held->time;
  for (int i = 0; i < MAX_SURFACES; i++) {
    Held *other = &parser->held[i];
    if (other->frame && other->waits && other->time < earliest->time) earliest = other;
  }
  if (parser->looks) {
    parser->sorts |= earliest != held;
    parser->looks--;
  }
  long long time = earliest->time;
  earliest->time = held->time;
  return held->time = time;
}

int show_due(Parser *parser, int all) {
  settle(parser);
  int shown = 0;
  for (; shown < parser->ready_count; shown++) {
    const Ready *ready = &parser->ready[shown];
    if (!all && parser->submitted < ready->since + parser->params.delay) break;
    const Held *held = &parser->held[ready->surface];
    if (held->picture != ready->picture) {
      misuse("cuvidParseVideoData", "a surface was decoded to while its picture was still to be shown");
    }
    Due due = {.surface = ready->surface,
               .progressive = !(ready->flags & FRAME_INTERLACED),
               .top_first = !!(ready->flags & FRAME_TOP_FIELD_FIRST),
               .repeat_first = held->field && held->fields == 1 ? -1 : 0,
               .timestamp = time_of(parser, ready)};
    if (!parser->params.display(parser->params.user, &due)) {
      parser->ready_count = 0;
      return UNKNOWN;
    }
  }
  parser->ready_count -= shown;
  memmove(parser->ready, parser->ready + shown, parser->ready_count * sizeof *parser->ready);
  return 0;
}
