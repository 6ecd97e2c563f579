// The parser: what it keeps of a stream.

#include "ffmpeg.h"
#include "headers.h"
#include "nvdec.h"

enum { TIMES = 256, MAX_DUE = 64, UNSETTLED = -2, SLOTS = 8 };

// A surface that the stream uses: as long as libavcodec holds on to it as well, it is a reference or waits to be shown.
typedef struct {
  AVFrame *frame;
  int field, fields;
  int waits;         // to be shown
  int key;           // AV1
  long long time;    // of the packet that it begins in
  uint64_t picture;  // another number: another picture
} Held;

// A picture that is due, and how many were given to the decoder before it was. Of one that this call made due both are told when
// the picture that did it has its own surface.
typedef struct {
  const void *samples;  // tells which picture it is
  int64_t serial;
  int flags, surface;
  uint64_t since, picture;
} Ready;

typedef struct Parser {
  struct Real *real;  // 0: this one parses
  ParserParams params;
  Headers headers;
  AVCodecContext *order;  // decodes everything, for the order in which pictures are due
  AVFrame *begun;         // what it began in this call
  Ready ready[MAX_DUE];
  int ready_count;
  Held held[MAX_SURFACES];
  unsigned surfaces, turn;
  int first_field;  // whose second one has not come; -1: none
  int slot[SLOTS];  // AV1: the surface of each, -1 for none
  uint64_t stream, serial, sequence, submitted, pictures;
  int settled;  // whether the format is told
  int begins;   // whether there was a picture that decoding begins with
  Format format;
  long long times[TIMES];
  int sorts, looks;  // whether times are sorted, and how many are still looked at to find out
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
// Which holds these samples; -1: none.
int surface_of(const Parser *parser, const void *samples);
void due_open(Parser *parser);
// A surface whose picture is due now.
void make_due(Parser *parser, int surface);
// Whether a picture on that surface still has to be handed out.
int is_due(const Parser *parser, int surface);
// Hands out what is due for long enough, or all of it; returns a CUresult.
int show_due(Parser *parser, int all);
void let_go(Parser *parser);
// Both call back, if there is something to tell, and return a CUresult.
int tell_sequence(Parser *parser, const PictureHeader *header);
int tell_picture(Parser *parser, const PictureHeader *header, int surface, int second);
// Takes a frame of AV1, or the header that shows one.
int take_frame(Parser *parser, const PictureHeader *header);
int has_start_codes(int codec);
// real.c: NVIDIA's parser instead.
int is_real(void);
int real_open(Parser *parser);
int real_parse(Parser *parser, Packet *packet);
void real_close(Parser *parser);
void enter_sequence(int inside);
// Numbers of streams, which have no pictures in common.
uint64_t new_stream(void);
// What the stream is, when libavcodec has seen its headers; 0: it has not.
int format_of(Parser *parser, const PictureHeader *header, Format *format);
