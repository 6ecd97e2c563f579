// The parser: what it keeps of a stream.

#include "ffmpeg.h"
#include "headers.h"
#include "nvcuvid.h"

enum { TIMES = 256, MAX_DUE = 64 };

// A surface that the stream uses: as long as libavcodec holds on to it as well, it is a reference or waits to be shown.
typedef struct {
  AVFrame *frame;
  int field, fields;
} Held;

typedef struct {
  const void *samples;  // tells which picture it is
  int64_t serial;
  int flags;
} Ready;

typedef struct Parser {
  ParserParams params;
  Headers headers;
  AVCodecContext *order;  // decodes everything, for the order in which pictures are due
  AVFrame *begun;         // what it began in this call
  Ready ready[MAX_DUE];
  int ready_count;
  Held held[MAX_SURFACES];
  unsigned surfaces, turn;
  int first_field;  // whose second one has not come; -1: none
  uint64_t stream, serial, sequence;
  int settled;  // whether the format is told
  Format format;
  long long times[TIMES];
  unsigned char *pending;  // a packet whose end the next one tells
  size_t pending_bytes;
  long long pending_time;
  unsigned char *data;  // the packet that is parsed
} Parser;

// Feeds the picture: what it begins is in begun, what is due by then in ready.
int order_feed(Parser *parser, const unsigned char *data, size_t bytes, int64_t serial);
// All that is left becomes due, and no later picture refers to an earlier one.
void order_drain(Parser *parser);
void order_open(Parser *parser);
void order_close(Parser *parser);
// A surface that nobody needs; -1: there is none.
int free_surface(Parser *parser);
int surface_of(Parser *parser, const void *samples);
void let_go(Parser *parser);
// What the stream is, when libavcodec has seen its headers; 0: it has not.
int format_of(Parser *parser, const PictureHeader *header, Format *format);
