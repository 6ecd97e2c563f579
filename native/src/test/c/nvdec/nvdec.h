// What the parts of this libnvcuvid.so.1 share.

#include <pthread.h>

#include "../nvcuvid.h"

enum { MAX_SLICES = 2048 };

// Behind CUVIDPICPARAMS's documented part: what NVIDIA's parser copies out of the headers for its decoder, and this one takes
// along as it is.
typedef struct {
  uint64_t stream;  // another one has no pictures in common with it
  uint64_t serial;
  struct Parser *parser;
  const unsigned char *headers, *data;
  unsigned header_bytes, bytes;
} Hidden;

static inline Hidden *hidden_of(Picture *picture) { return (Hidden *)picture->codec_specific; }

typedef struct AVFrame AVFrame;

// A picture in the decoder's memory; none: nothing was decoded there, and what it holds is undefined.
typedef struct {
  AVFrame *frame;
  int status;
  int given;  // to another picture, which is not decoded yet
} Surface;

typedef struct Decoder {
  CreateInfo info;
  struct AVCodecContext *codec;
  uint64_t stream;
  struct Parser *parser;
  Surface surface[MAX_SURFACES];
  uint64_t mapped[MAX_SURFACES];  // addresses
  int pictures;
  size_t memory;  // bytes that it took
} Decoder;

void misuse(const char *function, const char *why) __attribute__((noreturn));
int caps_of(int codec, int chroma, unsigned depth_minus_8, Caps *caps);
int in_sequence_callback(void);
// The parser gives that surface to another picture; what it held is there until that one is decoded, or is not.
void surface_begins(struct Parser *parser, int surface);
void surface_begun(struct Parser *parser, int surface);
// AV1: a header shows what was decoded before. The hardware has kept it; libavcodec gives it out only now. May return 0.
AVFrame *frame_shown(struct Parser *parser, uint64_t stream, const unsigned char *data, size_t bytes);
// Takes the frame, which may be 0.
void surface_holds(struct Parser *parser, int surface, AVFrame *frame);
void forget_parser(struct Parser *parser);
int stream_chroma(int pixel_format, int *depth);
extern int open_parsers, open_decoders;
