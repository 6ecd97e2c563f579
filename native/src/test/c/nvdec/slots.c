// AV1's surfaces and order: every frame says which of eight slots it fills, and whether it is shown, now or by a later header.

#include "parser.h"

static int free_surface_of_slots(const Parser *parser) {
  for (int surface = 0; surface < (int)parser->surfaces; surface++) {
    int used = is_due(parser, surface);
    for (int i = 0; i < SLOTS; i++) used |= parser->slot[i] == surface;
    if (!used) return surface;
  }
  return -1;
}

static void fill(Parser *parser, int refresh, int surface) {
  for (int i = 0; i < SLOTS; i++) {
    if (refresh >> i & 1) parser->slot[i] = surface;
  }
}

// What the stream is: libavcodec has to decode its first frame to tell.
static int tell_format(Parser *parser, const PictureHeader *header) {
  if (parser->settled) return 0;
  order_feed(parser, parser->data + header->begin, header->end - header->begin, parser->serial);
  parser->ready_count = 0;
  for (int i = 0; i < SLOTS; i++) parser->slot[i] = -1;
  return tell_sequence(parser, header);
}

static int show_existing(Parser *parser, const PictureHeader *header) {
  int surface = parser->slot[header->existing];
  if (!parser->settled || surface < 0) return 0;
  AVFrame *frame = frame_shown(parser, parser->stream, parser->data + header->begin, header->end - header->begin);
  surface_holds(parser, surface, frame);
  // It begins a sequence as if it had come now: 7.21.
  if (parser->held[surface].key) fill(parser, 0xff, surface);
  make_due(parser, surface);
  return show_due(parser, 0);
}

int take_frame(Parser *parser, const PictureHeader *header) {
  if (header->again) return show_existing(parser, header);
  int result = tell_format(parser, header);
  if (result || !parser->settled) return result;
  int surface = free_surface_of_slots(parser);
  if (surface < 0) misuse("cuvidParseVideoData", "no surface is free: the stream needs more than it said");
  parser->held[surface] = (Held){.key = header->key, .picture = ++parser->pictures};
  if ((result = tell_picture(parser, header, surface, 0))) return result;
  fill(parser, header->refresh, surface);
  if (header->shown) make_due(parser, surface);
  return show_due(parser, 0);
}
