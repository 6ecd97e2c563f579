// NVIDIA's own parser, which needs no GPU, in place of this one: MOCK_PARSER is the file of a libnvcuvid.so.1 of its driver. What it
// makes of a stream is what a GPU is told; only decoding is left to libavcodec, which gets the packets that its pictures are of.
//
// A picture is known by the bytes of its first slice. One that cannot be found was never fed, and ends the process, but with
// MOCK_DAMAGED: pictures of damaged streams begin elsewhere than their headers say, and are decoded as they are.

#define _GNU_SOURCE
#include <dlfcn.h>

#include "parser.h"

typedef struct {
  int (*create)(void **parser, ParserParams *params);
  int (*parse)(void *parser, Packet *packet);
  int (*destroy)(void *parser);
} Library;

// A picture, or a field, of a packet that was fed, with the parameter sets that hold there; or a header that shows one again.
typedef struct Fed {
  struct Fed *next;
  uint64_t stream, serial;
  unsigned char *headers, *data;
  size_t header_bytes, bytes, slice;
  int again, shown;
} Fed;

enum { MAX_SHOWN = 64, ENOUGH = 64 };

struct Real {
  void *parser;
  Fed *first, *last;
  int hidden[MAX_SURFACES];
  AVFrame *shown[MAX_SHOWN];  // AV1: by headers that say so, and not yet due
  int shown_count;
};

static Library library;

static void open_library(void) {
  void *file = dlopen(getenv("MOCK_PARSER"), RTLD_NOW | RTLD_LOCAL);
  if (!file) misuse("dlopen", dlerror());
  library.create = (int (*)(void **, ParserParams *))dlsym(file, "cuvidCreateVideoParser");
  library.parse = (int (*)(void *, Packet *))dlsym(file, "cuvidParseVideoData");
  library.destroy = (int (*)(void *))dlsym(file, "cuvidDestroyVideoParser");
  if (!library.create || !library.parse || !library.destroy) misuse("dlopen", "MOCK_PARSER has no parser");
}

static void drop(struct Real *real) {
  Fed *fed = real->first;
  real->first = fed->next;
  if (!real->first) real->last = 0;
  free(fed->headers);
  free(fed->data);
  free(fed);
}

static void *copy(const void *data, size_t bytes) {
  void *to = malloc(bytes + PADDING);
  memset((char *)to + bytes, 0, PADDING);
  return memcpy(to, data, bytes);
}

// Of H.264 and such the first slice's start code and what follows; AV1's begins inside of its first OBU. The offsets hold what was
// there before where packets are frames.
static int is_of(const Fed *fed, const Picture *picture, int codec) {
  if (fed->again) return 0;
  unsigned at = has_start_codes(codec) && picture->slices && picture->slice_offsets ? picture->slice_offsets[0] : 0;
  if (at >= picture->bytes) return 0;
  size_t here = picture->bytes - at, there = fed->bytes - fed->slice;
  if (here > ENOUGH) here = ENOUGH;
  if (codec == AV1) return memmem(fed->data, fed->bytes, picture->data, here) != 0;
  size_t bytes = here < there ? here : there;
  return bytes && !memcmp(picture->data + at, fed->data + fed->slice, bytes);
}

static int tell_sequence_of_real(void *user, Format *format) {
  Parser *parser = user;
  parser->format = *format;
  if (getenv("MOCK_TRACE")) {
    fprintf(stderr, "sequence: %ux%u, shown %d,%d to %d,%d, surfaces %d\n", format->coded_width, format->coded_height,
            format->display.left, format->display.top, format->display.right, format->display.bottom, format->min_surfaces);
  }
  enter_sequence(1);
  int surfaces = parser->params.sequence(parser->params.user, format);
  enter_sequence(0);
  if (surfaces > 1 && surfaces < format->min_surfaces + (int)parser->params.delay) {
    misuse("cuvidParseVideoData", "fewer surfaces than the stream and the display delay need");
  }
  return surfaces;
}

// AV1: the hardware has kept the picture; libavcodec gives it out only when it reads the header.
static void show_again(Parser *parser) {
  struct Real *real = parser->real;
  if (real->shown_count == MAX_SHOWN) misuse("cuvidParseVideoData", "too many pictures are due at a time");
  real->shown[real->shown_count++] = frame_shown(parser, real->first->stream, real->first->data, real->first->bytes);
}

static int tell_picture_of_real(void *user, Picture *real_picture) {
  Parser *parser = user;
  struct Real *real = parser->real;
  Fed *fed = real->first;
  while (fed && !is_of(fed, real_picture, parser->params.codec)) fed = fed->next;
  if (getenv("MOCK_TRACE")) {
    fprintf(stderr, "picture of packet %ld, surface %d, %u bytes, %u slices, reference %d, intra %d, field %d%d%d\n",
            fed ? (long)fed->serial : -1L, real_picture->surface, real_picture->bytes, real_picture->slices,
            real_picture->reference, real_picture->intra, real_picture->field, real_picture->bottom, real_picture->second);
  }
  if (!fed && !getenv("MOCK_DAMAGED")) misuse("cuvidParseVideoData", "a picture whose first slice was not fed");
  while (fed && real->first != fed) {
    if (real->first->again) show_again(parser);
    drop(real);
  }
  Picture *picture = copy(real_picture, sizeof *picture);
  *hidden_of(picture) =
      fed ? (Hidden){fed->stream, fed->serial, parser, fed->headers, fed->data, fed->header_bytes, fed->bytes}
          : (Hidden){parser->stream,       parser->serial,        parser,
                     parser->headers.all, real_picture->data, parser->headers.all_bytes, real_picture->bytes};
  if (!picture->second) surface_begins(parser, picture->surface);
  real->hidden[picture->surface] = parser->params.codec == AV1 && fed && !fed->shown;
  int result = parser->params.decode(parser->params.user, picture);
  surface_begun(parser, picture->surface);
  free(picture);
  if (fed) drop(real);
  return result;
}

static int tell_due_of_real(void *user, Due *due) {
  Parser *parser = user;
  struct Real *real = parser->real;
  if (getenv("MOCK_TRACE")) {
    if (!due) fprintf(stderr, "due: end\n");
    if (due) {
      fprintf(stderr, "due: surface %d, time %lld, progressive %d, top first %d, repeat %d\n", due->surface, due->timestamp,
              due->progressive, due->top_first, due->repeat_first);
    }
  }
  if (due && real->hidden[due->surface]) {
    real->hidden[due->surface] = 0;
    while (!real->shown_count && real->first && real->first->again) {
      show_again(parser);
      drop(real);
    }
    if (real->shown_count) {
      surface_holds(parser, due->surface, real->shown[0]);
      memmove(real->shown, real->shown + 1, --real->shown_count * sizeof *real->shown);
    }
  }
  return parser->params.display(parser->params.user, due);
}

int is_real(void) { return getenv("MOCK_PARSER") != 0; }

int real_open(Parser *parser) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
  parser->real = calloc(1, sizeof *parser->real);
  ParserParams params = parser->params;
  params.user = parser;
  params.sequence = tell_sequence_of_real;
  params.decode = tell_picture_of_real;
  params.display = tell_due_of_real;
  int result = library.create(&parser->real->parser, &params);
  if (result) {
    free(parser->real);
    parser->real = 0;
  }
  return result;
}

void real_close(Parser *parser) {
  library.destroy(parser->real->parser);
  while (parser->real->first) drop(parser->real);
  while (parser->real->shown_count) av_frame_free(&parser->real->shown[--parser->real->shown_count]);
  free(parser->real);
}

static void keep_pictures(Parser *parser, const Packet *packet) {
  unsigned char *data = copy(packet->data, packet->bytes);
  PictureHeader *header = calloc(1, sizeof *header);
  while (next_picture(&parser->headers, data, packet->bytes, header)) {
    int again = header->again && parser->params.codec == AV1;
    if (!header->slices && !header->found && !again) continue;
    Fed *fed = calloc(1, sizeof *fed);
    *fed = (Fed){.stream = parser->stream,
                 .serial = parser->serial,
                 .headers = copy(parser->headers.all, parser->headers.all_bytes),
                 .header_bytes = parser->headers.all_bytes,
                 .data = copy(data + header->begin, header->end - header->begin),
                 .bytes = header->end - header->begin,
                 .slice = header->slices ? header->slice_offsets[0] : 0,
                 .again = again,
                 .shown = header->shown};
    if (parser->real->last) parser->real->last->next = fed;
    if (!parser->real->first) parser->real->first = fed;
    parser->real->last = fed;
  }
  free(header);
  free(data);
}

int real_parse(Parser *parser, Packet *packet) {
  if (packet->flags & DISCONTINUITY) parser->stream = new_stream();
  if (packet->data && packet->bytes) {
    parser->serial++;
    keep_pictures(parser, packet);
  }
  if (getenv("MOCK_TRACE")) {
    fprintf(stderr, "packet %lu: %lu bytes, flags %lx, time %lld\n", (unsigned long)parser->serial, packet->bytes, packet->flags,
            packet->timestamp);
  }
  int result = library.parse(parser->real->parser, packet);
  if (packet->flags & ENDOFSTREAM) {
    parser->stream = new_stream();
    free_headers(&parser->headers);
  }
  return result;
}
