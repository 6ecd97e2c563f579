// cuvidCreateVideoParser, cuvidParseVideoData: takes packets, calls back for sequences, pictures, and pictures that are due.
//
// Unlike NVIDIA's it wants whole access units in a packet, and libavcodec tells it the order: without pictures that libavcodec cannot
// show, and of H.264 that does not say how far it reorders as late as its level permits. SEI messages are
// not handed out. With MOCK_PARSER NVIDIA's own takes its place (real.c).

// MOCK_HIDE_SLICES: pictures are told with other bytes than those that were fed.

#include "parser.h"

int open_parsers;
static uint64_t streams;
static __thread int in_sequence;

int in_sequence_callback(void) { return in_sequence; }

void enter_sequence(int inside) { in_sequence = inside; }

uint64_t new_stream(void) { return __sync_add_and_fetch(&streams, 1); }

static void restart(Parser *parser) {
  let_go(parser);
  parser->stream = new_stream();
  parser->sequence = parser->settled = parser->begins = 0;
}

int cuvidCreateVideoParser(Parser **created, ParserParams *params) {
  ENTER;
  if (params->codec < 0 || params->codec >= CODECS) return INVALID_VALUE;
  if (!params->sequence || !params->decode || !params->display) return INVALID_VALUE;
  Parser *parser = calloc(1, sizeof *parser);
  parser->params = *params;
  parser->headers.codec = params->codec;
  if (is_real()) {
    restart(parser);
    int result = real_open(parser);
    if (result) {
      free(parser);
      return result;
    }
    __sync_fetch_and_add(&open_parsers, 1);
    *created = parser;
    return 0;
  }
  due_open(parser);
  // FFmpeg creates a parser while it opens a decoder, and meanwhile the AV1 decoders of others cannot be opened.
  if (params->codec != AV1) order_open(parser);
  if (params->codec != AV1 && !parser->order) {
    free(parser);
    return NOT_SUPPORTED;
  }
  restart(parser);
  __sync_fetch_and_add(&open_parsers, 1);
  *created = parser;
  return 0;
}

int cuvidDestroyVideoParser(Parser *parser) {
  ENTER;
  forget_parser(parser);
  if (parser->real) real_close(parser);
  order_close(parser);
  free_headers(&parser->headers);
  free(parser->pending);
  free(parser->data);
  free(parser);
  __sync_fetch_and_add(&open_parsers, -1);
  return 0;
}

static int drain(Parser *parser) {
  order_drain(parser);
  int result = show_due(parser, 1);
  // libavcodec would hold as many pictures back as the sequence before made it.
  order_close(parser);
  order_open(parser);
  restart(parser);
  return result;
}

int tell_sequence(Parser *parser, const PictureHeader *header) {
  Format format;
  if (parser->settled || !format_of(parser, header, &format)) return 0;
  parser->settled = 1;
  parser->format = format;
  in_sequence = 1;
  int surfaces = parser->params.sequence(parser->params.user, &format);
  in_sequence = 0;
  if (surfaces <= 0) return UNKNOWN;
  parser->surfaces = surfaces > 1 ? (unsigned)surfaces : parser->params.max_surfaces;
  if (parser->surfaces < format.min_surfaces + parser->params.delay) {
    misuse("cuvidParseVideoData", "fewer surfaces than the stream and the display delay need");
  }
  if (parser->surfaces > MAX_SURFACES) misuse("cuvidParseVideoData", "more surfaces than there can be");
  return 0;
}

int tell_picture(Parser *parser, const PictureHeader *header, int surface, int second) {
  Picture *picture = calloc(1, sizeof *picture);
  picture->width_mbs = parser->format.coded_width / 16;
  picture->height_mbs = parser->format.coded_height / 16;
  picture->surface = surface;
  picture->field = header->field;
  picture->bottom = header->bottom;
  picture->second = second;
  const unsigned char *data = parser->data + header->begin;
  size_t bytes = header->end - header->begin;
  // As NVIDIA's: from the first slice on, and what the offsets of others are is left to chance.
  static const unsigned by_chance[] = {0xdeadbeef};
  unsigned *offsets = calloc(header->slices + 1, sizeof *offsets), first = header->slice_offsets[0];
  int slices = has_start_codes(parser->params.codec);
  for (unsigned i = 0; slices && i < header->slices; i++) offsets[i] = header->slice_offsets[i] - first;
  picture->data = slices && header->slices ? data + first : data;
  picture->bytes = slices && header->slices ? bytes - first : bytes;
  picture->slices = slices ? header->slices : 1;
  picture->slice_offsets = slices ? offsets : by_chance;
  picture->reference = header->reference;
  picture->intra = header->intra;
  *hidden_of(picture) = (Hidden){
      parser->stream, parser->serial, parser, parser->headers.all, data, parser->headers.all_bytes, bytes};
  if (!second) {
    surface_begins(parser, surface);
    parser->submitted++;
  }
  unsigned char *hidden = getenv("MOCK_HIDE_SLICES") ? calloc(1, picture->bytes + 1) : 0;
  if (hidden) picture->data = hidden;
  int result = parser->params.decode(parser->params.user, picture) ? 0 : UNKNOWN;
  surface_begun(parser, surface);
  free(hidden);
  free(offsets);
  free(picture);
  return result;
}

static int take_picture(Parser *parser, const PictureHeader *header) {
  if (!header->found && !header->again) return 0;
  int result = 0;
  if (header->sequence && header->sequence != parser->sequence) {
    result = parser->sequence ? drain(parser) : 0;
    parser->sequence = header->sequence;
  }
  if (result || !parser->sequence) return result;
  // As NVIDIA's: what comes before an intra picture is passed over.
  parser->begins |= parser->params.codec != H264 || header->intra;
  if (!parser->begins) return 0;
  if (parser->params.codec == AV1) return take_frame(parser, header);
  int damaged = order_feed(parser, parser->data + header->begin, header->end - header->begin, parser->serial);
  if ((result = tell_sequence(parser, header))) return result;
  int second = !parser->begun && !damaged && header->field && parser->first_field >= 0;
  if (parser->settled && (parser->begun || second)) {
    int surface = second ? parser->first_field : free_surface(parser);
    if (surface < 0) misuse("cuvidParseVideoData", "no surface is free: the stream needs more than it said");
    Held *held = &parser->held[surface];
    if (!second) {
      *held = (Held){.frame = parser->begun,
                     .field = header->field,
                     .waits = 1,
                     .time = parser->times[parser->serial % TIMES],
                     .picture = ++parser->pictures};
      parser->begun = 0;
    }
    held->fields++;
    parser->first_field = header->field && !second ? surface : -1;
    if ((result = tell_picture(parser, header, surface, second))) return result;
  }
  return show_due(parser, 0);
}

static int parse(Parser *parser, const unsigned char *data, size_t bytes, long long time, int flags) {
  free(parser->data);
  parser->data = malloc(bytes + PADDING);
  memcpy(parser->data, data, bytes);
  parser->serial++;
  parser->times[parser->serial % TIMES] = time;
  PictureHeader *header = calloc(1, sizeof *header);
  int result = 0;
  int pictures = 0;
  while (!result && next_picture(&parser->headers, parser->data, bytes, header)) {
    // What NVIDIA's does with the others: nothing, or of codecs without start codes nobody knows what.
    if (flags & ENDOFPICTURE && header->found && ++pictures > 1) {
      misuse("cuvidParseVideoData", "more than one picture where one was said to end");
    }
    result = take_picture(parser, header);
  }
  free(header);
  return result;
}

static int finish(Parser *parser) {
  unsigned char *pending = parser->pending;
  if (!pending) return 0;
  parser->pending = 0;
  int result = parse(parser, pending, parser->pending_bytes, parser->pending_time, 0);
  free(pending);
  return result;
}

int cuvidParseVideoData(Parser *parser, Packet *packet) {
  ENTER;
  if (in_sequence) misuse(__func__, "inside of a callback");
  // nvcuvid.h: only then may it be empty.
  if (!(packet->data && packet->bytes) && !(packet->flags & ENDOFSTREAM)) misuse(__func__, "a packet without bytes");
  if (packet->flags & DISCONTINUITY) misuse(__func__, "nobody is known to tell of gaps");
  if (parser->real) return real_parse(parser, packet);
  int result = finish(parser);
  if (!result && packet->data && packet->bytes) {
    long long time = packet->flags & TIMESTAMP ? packet->timestamp : 0;
    int codec = parser->params.codec;
    int frames = codec == JPEG || codec == VP8 || codec == VP9 || codec == AV1;
    if (frames || packet->flags & ENDOFPICTURE) {
      result = parse(parser, packet->data, packet->bytes, time, packet->flags);
    } else {
      // A picture of these ends where the next one begins.
      parser->pending = malloc(packet->bytes);
      memcpy(parser->pending, packet->data, packet->bytes);
      parser->pending_bytes = packet->bytes;
      parser->pending_time = time;
    }
  }
  if (!result && packet->flags & ENDOFSTREAM) {
    result = finish(parser);
    if (!result) result = drain(parser);
    // What comes then has to bring its headers: EndOfStream of the open-source twin's parsers forgets them all.
    free_headers(&parser->headers);
    if (!result && packet->flags & NOTIFY_EOS && !parser->params.display(parser->params.user, 0)) result = UNKNOWN;
  }
  return result;
}
