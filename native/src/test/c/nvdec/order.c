// In which order pictures are due, and which surfaces are free: libavcodec decodes the stream once more, and is asked.

#include "parser.h"

static int begin_picture(AVCodecContext *codec, AVFrame *frame, int flags) {
  int result = avcodec_default_get_buffer2(codec, frame, flags);
  Parser *parser = FIELD(void *, codec, AVCodecContext_opaque);
  // H.264 fills gaps before it begins the picture itself, the others after that.
  if (result >= 0 && (!parser->begun || parser->params.codec == H264)) {
    av_frame_free(&parser->begun);
    parser->begun = av_frame_clone(frame);
  }
  return result;
}

void order_open(Parser *parser) {
  parser->order = new_codec(parser->params.codec, parser, begin_picture);
  parser->first_field = -1;
  if (!parser->order) return;
  // Nobody looks at these pictures.
  av_opt_set(parser->order, "skip_loop_filter", "all", 0);
  av_opt_set(parser->order, "skip_idct", "all", 0);
}

static void is_ready(void *user, AVFrame *frame) {
  Parser *parser = user;
  if (parser->ready_count == MAX_DUE) misuse("cuvidParseVideoData", "too many pictures are due at a time");
  parser->ready[parser->ready_count++] = (Ready){.samples = FIELD(void *, frame, AVFrame_data),
                                                 .serial = FIELD(int64_t, frame, AVFrame_pts),
                                                 .flags = FIELD(int, frame, AVFrame_flags),
                                                 .surface = UNSETTLED};
}

int order_feed(Parser *parser, const unsigned char *data, size_t bytes, int64_t serial) {
  av_frame_free(&parser->begun);
  if (!parser->order) order_open(parser);
  Headers *headers = &parser->headers;
  int sets = headers->codec == H264 || headers->codec == HEVC;
  return feed(parser->order, headers->all, sets ? headers->all_bytes : 0, data, bytes, serial, parser, is_ready);
}

void order_drain(Parser *parser) {
  if (parser->order) feed(parser->order, 0, 0, 0, 0, 0, parser, is_ready);
  parser->first_field = -1;
}

int surface_of(const Parser *parser, const void *samples) {
  for (int i = 0; i < MAX_SURFACES; i++) {
    if (parser->held[i].frame && FIELD(void *, parser->held[i].frame, AVFrame_data) == samples) return i;
  }
  return -1;
}

int free_surface(Parser *parser) {
  for (unsigned n = 0; n < parser->surfaces; n++) {
    unsigned i = (parser->turn + n) % parser->surfaces;
    Held *held = &parser->held[i];
    if (held->frame && av_buffer_get_ref_count(FIELD(AVBufferRef *, held->frame, AVFrame_buf)) == 1 &&
        !is_due(parser, i)) {
      av_frame_free(&held->frame);
    }
    if (held->frame) continue;
    // FFmpeg, which gives headers along, maps pictures some packets after they were due: it trusts that surfaces are
    // used in turn.
    if (parser->params.ext) parser->turn = i + 1;
    return i;
  }
  return -1;
}

void let_go(Parser *parser) {
  for (int i = 0; i < MAX_SURFACES; i++) av_frame_free(&parser->held[i].frame);
  parser->first_field = -1;
}

void order_close(Parser *parser) {
  let_go(parser);
  av_frame_free(&parser->begun);
  avcodec_free_context(&parser->order);
}

int format_of(Parser *parser, const PictureHeader *header, Format *format) {
  AVCodecContext *codec = parser->order;
  int depth, chroma = stream_chroma(FIELD(int, codec, AVCodecContext_pix_fmt), &depth);
  int width = FIELD(int, codec, AVCodecContext_width), height = FIELD(int, codec, AVCodecContext_height);
  if (chroma < 0 || width <= 0 || height <= 0) return 0;
  int columns = header->frames ? 1 : 16, rows = header->frames ? 1 : header->interlaced && !header->coded_height ? 32 : 16;
  memset(format, 0, sizeof *format);
  format->codec = parser->params.codec;
  format->progressive = !header->interlaced;
  format->luma_depth_minus_8 = format->chroma_depth_minus_8 = depth - 8;
  format->min_surfaces = header->surfaces;
  format->coded_width = header->coded_width ? header->coded_width : (width + columns - 1) / columns * columns;
  format->coded_height = header->coded_height ? header->coded_height : (height + rows - 1) / rows * rows;
  format->display.right = header->shown_width ? header->shown_width : width;
  format->display.bottom = header->shown_height ? header->shown_height : height;
  format->chroma = header->monochrome ? MONOCHROME : chroma;
  format->full_range_and_format = 5 | (FIELD(int, codec, AVCodecContext_color_range) == 2 ? 8 : 0);
  format->primaries = FIELD(int, codec, AVCodecContext_color_primaries);
  format->transfer = FIELD(int, codec, AVCodecContext_color_trc);
  format->matrix = FIELD(int, codec, AVCodecContext_colorspace);
  return 1;
}
