// A stand-in for the driver's libnvcuvid.so.1: answers what its decoders can do, as those of an L4 would, and decodes a language of
// its own. As strict as the other one: MOCK_DECODERS limits how many there may be. Tests only.

#include "nvcuvid.h"

int cuvidGetDecoderCaps(Caps *caps) {
  ENTER;
  if (caps->codec < 0 || caps->codec >= CODECS || caps->depth_minus_8 > 8) return INVALID_VALUE;
  int known = (caps->chroma == YUV420 && caps->codec == H264 && caps->depth_minus_8 == 0) ||
              (caps->chroma == YUV420 && (caps->codec == AV1 || caps->codec == VP9) && caps->depth_minus_8 <= 2) ||
              (caps->codec == HEVC && (caps->chroma == YUV420 || caps->chroma == YUV444) && caps->depth_minus_8 <= 4);
  if (!known) return 0;
  caps->supported = 1;
  caps->engines = 4;
  caps->outputs = caps->chroma == YUV444 ? 1 << PLANAR444 | 1 << PLANAR444_16 : 1 << NV12 | 1 << P016;
  caps->max_width = caps->max_height = caps->codec == H264 ? 4096 : 8192;
  caps->max_macroblocks = caps->max_width * caps->max_height / 256;
  caps->min_width = caps->codec == HEVC ? 144 : 48;
  caps->min_height = caps->codec == HEVC ? 144 : 16;
  return 0;
}

// ---- parser
//
// It reads a language of its own. A packet is a row of commands:
//   S chroma depth codedWidth/16 codedHeight/16 left top right bottom surfaces   a sequence header, with what is cut off
//   P surface reference value                                                    a picture, all of whose samples are value
//   D surface                                                                    that picture is due, with the packet's time
// What is due is said, so that a display delay has no effect. A picture that a callback fails for is passed over, and nobody is told:
// nvcuvid.h promises an error, FFmpeg (cuviddec.c, cuvid_decode_packet) and DALI (frames_decoder_gpu.cc, flush_) have found none.

static void die(const char *function, const char *why) {
  fprintf(stderr, "mock decoder: %s: %s\n", function, why);
  fflush(stderr);
  _exit(99);
}

static int parsers, decoders;
static __thread int in_sequence;

int cuvidCreateVideoParser(ParserParams **parser, ParserParams *params) {
  ENTER;
  *parser = malloc(sizeof **parser);
  **parser = *params;
  __sync_fetch_and_add(&parsers, 1);
  return 0;
}

int cuvidDestroyVideoParser(ParserParams *parser) {
  ENTER;
  __sync_fetch_and_add(&parsers, -1);
  free(parser);
  return 0;
}

int cuvidParseVideoData(ParserParams *parser, Packet *packet) {
  ENTER;
  const unsigned char *at = packet->data, *end = at + packet->bytes;
  while (at && at < end) {
    switch (*at++) {
      case 'S': {
        Format format = {.codec = parser->codec, .progressive = 1, .chroma = at[0]};
        format.luma_depth_minus_8 = format.chroma_depth_minus_8 = at[1] - 8;
        format.coded_width = at[2] * 16;
        format.coded_height = at[3] * 16;
        format.display.left = at[4];
        format.display.top = at[5];
        format.display.right = format.coded_width - at[6];
        format.display.bottom = format.coded_height - at[7];
        format.min_surfaces = at[8];
        at += 9;
        in_sequence = 1;
        int surfaces = parser->sequence(parser->user, &format);
        in_sequence = 0;
        if (!surfaces) return 1;
        break;
      }
      case 'P': {
        Picture picture = {.surface = at[0], .reference = at[1], .bytes = 1, .data = at + 2};
        at += 3;
        parser->decode(parser->user, &picture);
        break;
      }
      case 'D': {
        Due due = {.surface = *at++, .progressive = 1, .timestamp = packet->timestamp};
        parser->display(parser->user, &due);
        break;
      }
      default:
        die("cuvidParseVideoData", "no such command");
    }
  }
  if (packet->flags & ENDOFSTREAM && packet->flags & NOTIFY_EOS) parser->display(parser->user, 0);
  return 0;
}

// ---- decoder

typedef struct {
  CreateInfo info;
  unsigned char value[MAX_SURFACES], decoded[MAX_SURFACES];
  unsigned long mapped;
} Decoder;

static void check_size(const char *function, const CreateInfo *info) {
  if (!info->width || info->width > info->max_width || info->height > info->max_height)
    die(function, "larger than it was made for");
  if (info->display.right <= info->display.left || info->display.bottom <= info->display.top ||
      info->display.right > (int)info->width || info->display.bottom > (int)info->height)
    die(function, "no display area, or one outside of the picture");
  if (!info->target_width || !info->target_height) die(function, "no target size");
  if (!info->surfaces || info->surfaces > MAX_SURFACES) die(function, "no surfaces");
}

int cuvidCreateDecoder(Decoder **decoder, CreateInfo *info) {
  ENTER;
  const char *most = getenv("MOCK_DECODERS");
  if (most && decoders >= atoi(most)) return OUT_OF_MEMORY;
  check_size(__func__, info);
  *decoder = calloc(1, sizeof **decoder);
  (*decoder)->info = *info;
  __sync_fetch_and_add(&decoders, 1);
  return 0;
}

int cuvidDestroyDecoder(Decoder *decoder) {
  ENTER;
  if (decoder->mapped) die(__func__, "a surface is still mapped");
  __sync_fetch_and_add(&decoders, -1);
  free(decoder);
  return 0;
}

int cuvidReconfigureDecoder(Decoder *decoder, ReconfigureInfo *info) {
  ENTER;
  if (!in_sequence) die(__func__, "outside of the sequence callback");
  if (decoder->mapped) die(__func__, "a surface is still mapped");
  decoder->info.width = info->width;
  decoder->info.height = info->height;
  decoder->info.target_width = info->target_width;
  decoder->info.target_height = info->target_height;
  decoder->info.surfaces = info->surfaces;
  decoder->info.display = info->display;
  check_size(__func__, &decoder->info);
  memset(decoder->decoded, 0, sizeof decoder->decoded);
  return 0;
}

int cuvidDecodePicture(Decoder *decoder, Picture *picture) {
  ENTER;
  if (picture->surface >= (int)decoder->info.surfaces) die(__func__, "no such surface");
  decoder->value[picture->surface] = picture->data[0];
  decoder->decoded[picture->surface] = 1;
  return 0;
}

int cuvidGetDecodeStatus(Decoder *decoder, int surface, int *status) {
  ENTER;
  // Pictures of value 13 are damaged.
  *status = decoder->value[surface] == 13 ? ERROR : SUCCESS;
  return 0;
}

int cuvidMapVideoFrame64(Decoder *decoder, int surface, uint64_t *address, unsigned *pitch, void *params) {
  ENTER;
  if (!params) return INVALID_VALUE;
  if (!decoder->decoded[surface]) die(__func__, "a surface that holds no picture");
  if (decoder->mapped >= decoder->info.output_surfaces) return UNKNOWN;
  size_t row = decoder->info.target_width * (decoder->info.output % 2 ? 2 : 1);
  *pitch = (row + 255) / 256 * 256;
  size_t rows = (decoder->info.target_height + 1) / 2 * 2;
  size_t bytes = *pitch * rows * (decoder->info.output < PLANAR444 ? 3 : decoder->info.output < NV16 ? 6 : 4) / 2;
  // One allocation a map, so that what is not unmapped is a leak of memory.
  if (cuMemAlloc_v2(address, bytes)) return OUT_OF_MEMORY;
  memset((void *)*address, decoder->value[surface], bytes);
  decoder->mapped++;
  return 0;
}

int cuvidUnmapVideoFrame64(Decoder *decoder, uint64_t address) {
  ENTER;
  cuMemFree_v2(address);
  decoder->mapped--;
  return 0;
}

__attribute__((destructor)) static void report(void) {
  if (!getenv("MOCK_CALLS")) return;
  FILE *file = fopen(getenv("MOCK_CALLS"), "a");
  if (!file) return;
  fprintf(file, "open parsers=%d\nopen decoders=%d\n", parsers, decoders);
  fclose(file);
}
