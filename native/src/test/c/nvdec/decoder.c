// cuvidCreateDecoder and all that is done with a decoder but mapping: libavcodec decodes the pictures that it is given, each when it
// is given, and no other. What refers to a picture that was left out is as wrong as libavcodec makes it.
//
// MOCK_DAMAGED: streams may be; what libavcodec makes of them and the parser did not tell is an error of the hardware's.
// MOCK_LEAVE_OUT=n: the n-th picture of each decoder is not decoded, and nobody is told. MOCK_DECODERS: how many there may be.
// MOCK_IDLE: none is decoded, so that all that takes time is beside the decoder.

#include "ffmpeg.h"
#include "nvdec.h"

enum { MAX_DECODERS = 4096 };

int open_decoders;
// Between decoders and the parsers that feed them, which live on threads of their own.
static pthread_mutex_t links = PTHREAD_MUTEX_INITIALIZER;
static Decoder *decoders[MAX_DECODERS];

void misuse(const char *function, const char *why) {
  fprintf(stderr, "mock decoder: %s: %s\n", function, why);
  fflush(stderr);
  _exit(99);
}

static void clear(Decoder *decoder) {
  for (int i = 0; i < MAX_SURFACES; i++) av_frame_free(&decoder->surface[i].frame);
  avcodec_free_context(&decoder->codec);
  decoder->stream = 0;
}

// What the driver refuses, and what it would be undefined for.
static int refuses(const char *function, const CreateInfo *info) {
  if (!info->width || !info->height || info->width > info->max_width || info->height > info->max_height) return 1;
  if (info->display.left < 0 || info->display.top < 0 || info->display.right <= info->display.left ||
      info->display.bottom <= info->display.top || info->display.right > (int)info->width ||
      info->display.bottom > (int)info->height) {
    misuse(function, "no display area, or one outside of the picture");
  }
  if (!info->target_width || !info->target_height) misuse(function, "no target size");
  if (info->target_width % 2 || info->target_height % 2) misuse(function, "an odd target size");
  if (!info->surfaces || info->surfaces > MAX_SURFACES) misuse(function, "no surfaces, or too many");
  return 0;
}

// Of decode surfaces, which decoders have for the largest picture that they can be set to.
static size_t bytes_of(const CreateInfo *info) { return info->max_width * info->max_height * 3 / 2 * info->surfaces; }

static void link_decoder(Decoder *from, Decoder *to) {
  pthread_mutex_lock(&links);
  int i = 0;
  while (i < MAX_DECODERS && decoders[i] != from) i++;
  if (i == MAX_DECODERS) misuse("cuvidCreateDecoder", "4096 decoders are open, or this one is not: a leak");
  decoders[i] = to;
  pthread_mutex_unlock(&links);
}

static void require(const char *function, Decoder *decoder) {
  pthread_mutex_lock(&links);
  int i = 0;
  while (i < MAX_DECODERS && (!decoder || decoders[i] != decoder)) i++;
  pthread_mutex_unlock(&links);
  if (i == MAX_DECODERS) misuse(function, "a decoder that is not open");
}

int cuvidCreateDecoder(Decoder **created, CreateInfo *info) {
  ENTER;
  const char *most = getenv("MOCK_DECODERS");
  if (most && open_decoders >= atoi(most)) return OUT_OF_MEMORY;
  Caps caps = {0};
  if (info->codec < 0 || info->codec >= CODECS || !caps_of(info->codec, info->chroma, info->depth_minus_8, &caps)) {
    return NOT_SUPPORTED;
  }
  if (info->output < 0 || info->output >= OUTPUTS || !(caps.outputs >> info->output & 1)) return NOT_SUPPORTED;
  CreateInfo made = *info;
  // FFmpeg does not say how large it may become.
  if (!made.max_width) made.max_width = made.width;
  if (!made.max_height) made.max_height = made.height;
  // DALI's code for sessions that are set anew (frames_decoder_gpu.cc) bounds the largest size by the macroblocks too.
  if (made.max_width > caps.max_width || made.max_height > caps.max_height || info->width < caps.min_width ||
      info->height < caps.min_height || made.max_width * made.max_height / 256 > caps.max_macroblocks) {
    return NOT_SUPPORTED;
  }
  if (info->deinterlace) misuse(__func__, "only weaving is played");
  if (!made.output_surfaces || refuses(__func__, &made)) return INVALID_VALUE;
  if (!mock_take_memory(bytes_of(&made))) return OUT_OF_MEMORY;
  Decoder *decoder = calloc(1, sizeof *decoder);
  decoder->info = made;
  decoder->memory = bytes_of(&made);
  link_decoder(0, decoder);
  __sync_fetch_and_add(&open_decoders, 1);
  *created = decoder;
  return 0;
}

int cuvidDestroyDecoder(Decoder *decoder) {
  ENTER;
  require(__func__, decoder);
  for (int i = 0; i < MAX_SURFACES; i++) {
    if (decoder->mapped[i]) misuse(__func__, "a surface is still mapped");
  }
  link_decoder(decoder, 0);
  clear(decoder);
  mock_give_memory(decoder->memory);
  free(decoder);
  __sync_fetch_and_add(&open_decoders, -1);
  return 0;
}

int cuvidReconfigureDecoder(Decoder *decoder, ReconfigureInfo *info) {
  ENTER;
  require(__func__, decoder);
  if (!in_sequence_callback()) misuse(__func__, "outside of the sequence callback");
  for (int i = 0; i < MAX_SURFACES; i++) {
    if (decoder->mapped[i]) misuse(__func__, "a surface is still mapped");
  }
  CreateInfo next = decoder->info;
  next.width = info->width;
  next.height = info->height;
  next.target_width = info->target_width;
  next.target_height = info->target_height;
  next.surfaces = info->surfaces;
  next.display = info->display;
  if (refuses(__func__, &next)) return INVALID_VALUE;
  decoder->info = next;
  clear(decoder);
  return 0;
}

// ---- pictures

static void give_surface(struct Parser *parser, int surface, int given) {
  pthread_mutex_lock(&links);
  for (int i = 0; i < MAX_DECODERS; i++) {
    if (!decoders[i] || decoders[i]->parser != parser) continue;
    Surface *held = &decoders[i]->surface[surface];
    if (!given && held->given) av_frame_free(&held->frame);
    held->given = given;
  }
  pthread_mutex_unlock(&links);
}

void surface_begins(struct Parser *parser, int surface) { give_surface(parser, surface, 1); }

void surface_begun(struct Parser *parser, int surface) { give_surface(parser, surface, 0); }

void forget_parser(struct Parser *parser) {
  pthread_mutex_lock(&links);
  for (int i = 0; i < MAX_DECODERS; i++) {
    if (decoders[i] && decoders[i]->parser == parser) decoders[i]->parser = 0;
  }
  pthread_mutex_unlock(&links);
}

typedef struct {
  Decoder *decoder;
  AVFrame *begun;
  AVFrame *original;  // libavcodec's own, which it marks when it finds errors
  int errors;
} Decoding;

static __thread Decoding decoding;

static int begin_picture(AVCodecContext *codec, AVFrame *frame, int flags) {
  int result = avcodec_default_get_buffer2(codec, frame, flags);
  // As the parser's: what H.264 began last, the others first.
  if (result >= 0 && (!decoding.begun || decoding.decoder->info.codec == H264)) {
    av_frame_free(&decoding.begun);
    decoding.begun = av_frame_clone(frame);
    decoding.original = frame;
  }
  return result;
}

static void *samples(AVFrame *frame) { return frame ? FIELD(void *, frame, AVFrame_data) : 0; }

static void look_for_errors(void *user, AVFrame *frame) {
  (void)user;
  if (samples(frame) == samples(decoding.begun)) decoding.errors |= FIELD(int, frame, AVFrame_decode_error_flags);
}

int cuvidDecodePicture(Decoder *decoder, Picture *picture) {
  ENTER;
  // FFmpeg asks for it where none could be made, and NVIDIA's parser goes on.
  if (!decoder) return INVALID_VALUE;
  require(__func__, decoder);
  const Hidden *hidden = hidden_of(picture);
  CreateInfo *info = &decoder->info;
  if (picture->surface < 0 || picture->surface >= (int)info->surfaces) misuse(__func__, "no such surface");
  if (picture->width_mbs * 16 > (int)info->width + 15 || picture->height_mbs * 16 > (int)info->height + 15) {
    misuse(__func__, "the picture is larger than the decoder is set to");
  }
  Surface *surface = &decoder->surface[picture->surface];
  if (surface->given) av_frame_free(&surface->frame);
  surface->given = 0;
  int fresh = decoder->stream != hidden->stream;
  if (fresh) clear(decoder);
  if (!decoder->codec) decoder->codec = new_codec(info->codec, decoder, begin_picture);
  pthread_mutex_lock(&links);
  decoder->stream = hidden->stream;
  decoder->parser = hidden->parser;
  pthread_mutex_unlock(&links);
  decoding = (Decoding){decoder, 0, 0, 0};
  const char *left_out = getenv("MOCK_LEAVE_OUT");
  if (left_out && ++decoder->pictures == atoi(left_out)) return 0;
  if (getenv("MOCK_IDLE")) return 0;
  int sets = info->codec == H264 || info->codec == HEVC || fresh;
  int failed = feed(decoder->codec, hidden->headers, sets ? hidden->header_bytes : 0, hidden->data, hidden->bytes, 0,
                    decoder, look_for_errors);
  if (decoding.begun) {
    int depth, chroma = stream_chroma(FIELD(int, decoding.begun, AVFrame_format), &depth);
    int gray = info->chroma == MONOCHROME && (chroma == MONOCHROME || chroma == YUV420);
    int other = (chroma != info->chroma && !gray) || depth != (int)info->depth_minus_8 + 8;
    if (other && !getenv("MOCK_DAMAGED")) misuse(__func__, "the decoder was made for other samples");
    if (other) av_frame_free(&decoding.begun);
  }
  if (decoding.begun) {
    int width = info->display.right - info->display.left, height = info->display.bottom - info->display.top;
    if (info->codec == AV1 && (abs(FIELD(int, decoding.begun, AVFrame_width) - width) > 1 ||
                               abs(FIELD(int, decoding.begun, AVFrame_height) - height) > 1)) {
      if (!getenv("MOCK_DAMAGED")) misuse(__func__, "AV1 whose size changes is not played");
      av_frame_free(&decoding.begun);
    }
  }
  if (decoding.begun) {
    if (samples(decoding.original) == samples(decoding.begun)) look_for_errors(0, decoding.original);
    av_frame_free(&surface->frame);
    surface->frame = decoding.begun;
  }
  if (!picture->second) surface->status = SUCCESS;
  if (decoding.errors) surface->status = CONCEALED;
  if (failed || !surface->frame) surface->status = ERROR;
  return 0;
}

AVFrame *frame_shown(struct Parser *parser, uint64_t stream, const unsigned char *data, size_t bytes) {
  Decoder *decoder = 0;
  pthread_mutex_lock(&links);
  for (int i = 0; i < MAX_DECODERS && !decoder; i++) {
    if (decoders[i] && decoders[i]->parser == parser && decoders[i]->stream == stream) decoder = decoders[i];
  }
  pthread_mutex_unlock(&links);
  if (!decoder || !decoder->codec) return 0;
  decoding = (Decoding){decoder, 0, 0, 0};
  feed(decoder->codec, 0, 0, data, bytes, 0, decoder, look_for_errors);
  return decoding.begun;
}

void surface_holds(struct Parser *parser, int surface, AVFrame *frame) {
  if (!frame) return;
  pthread_mutex_lock(&links);
  for (int i = 0; i < MAX_DECODERS; i++) {
    if (!frame || !decoders[i] || decoders[i]->parser != parser) continue;
    av_frame_free(&decoders[i]->surface[surface].frame);
    decoders[i]->surface[surface].frame = frame;
    frame = 0;
  }
  pthread_mutex_unlock(&links);
  av_frame_free(&frame);
}

int cuvidGetDecodeStatus(Decoder *decoder, int surface, int *status) {
  ENTER;
  require(__func__, decoder);
  if (surface < 0 || surface >= (int)decoder->info.surfaces) return INVALID_VALUE;
  int codec = decoder->info.codec;
  if (codec != H264 && codec != HEVC && codec != JPEG) return NOT_SUPPORTED;
  *status = decoder->surface[surface].frame ? decoder->surface[surface].status : 0;
  return 0;
}

__attribute__((destructor)) static void report(void) {
  if (!getenv("MOCK_CALLS")) return;
  FILE *file = fopen(getenv("MOCK_CALLS"), "a");
  if (!file) return;
  fprintf(file, "open parsers=%d\nopen decoders=%d\n", open_parsers, open_decoders);
  fclose(file);
}
