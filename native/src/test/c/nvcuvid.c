// A stand-in for the driver's libnvcuvid.so.1: answers what its decoders can do, as those of an L4 would, and decodes a language of
// its own. As strict as the other one: MOCK_DECODERS limits how many there may be. Tests only.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int mock_enter(const char *name);
void mock_require_context(const char *function);

// CUVIDDECODECAPS of cuviddec.h.
typedef struct {
  int codec, chroma;
  unsigned depth_minus_8;
  unsigned reserved1[3];
  unsigned char supported, engines;
  unsigned short surfaces;
  unsigned max_width, max_height, max_macroblocks;
  unsigned short min_width, min_height;
  unsigned char histogram, counter_depth;
  unsigned short bins;
  unsigned reserved3[10];
} Caps;

enum { H264 = 4, HEVC = 8, VP8 = 9, AV1 = 11, LAST = 11, YUV420 = 1, YUV444 = 3, INVALID_VALUE = 1 };

int cuvidGetDecoderCaps(Caps *caps) {
  int failure = mock_enter("cuvidGetDecoderCaps");
  if (failure) return failure;
  mock_require_context("cuvidGetDecoderCaps");
  if (caps->codec < 0 || caps->codec > LAST || caps->depth_minus_8 > 8) return INVALID_VALUE;
  int known = (caps->chroma == YUV420 && caps->codec == H264 && caps->depth_minus_8 == 0) ||
              (caps->chroma == YUV420 && caps->codec == AV1 && caps->depth_minus_8 <= 2) ||
              (caps->codec == HEVC && (caps->chroma == YUV420 || caps->chroma == YUV444) && caps->depth_minus_8 <= 4);
  if (!known) return 0;
  caps->supported = 1;
  caps->engines = 4;
  caps->surfaces = caps->chroma == YUV444 ? 0xc : 0x3;
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

typedef struct {
  int codec;
  unsigned rate[2];
  unsigned char progressive, luma_depth_minus_8, chroma_depth_minus_8, min_surfaces;
  unsigned coded_width, coded_height;
  struct { int left, top, right, bottom; } display;
  int chroma;
  unsigned bitrate;
  int aspect[2];
  unsigned char description[4];
  unsigned header_bytes;
} Format;

typedef struct {
  int width_mbs, height_mbs, surface, field, bottom, second;
  unsigned bytes;
  const unsigned char *data;
  unsigned slices;
  const unsigned *slice_offsets;
  int reference, intra;
  unsigned reserved[30];
  unsigned codec_specific[1024];
} Picture;

typedef struct {
  int surface, progressive, top_first, repeat_first;
  long long timestamp;
} Due;

typedef struct {
  int codec;
  unsigned max_surfaces, clock, error_threshold, delay, flags, reserved1[4];
  void *user;
  int (*sequence)(void *, Format *);
  int (*decode)(void *, Picture *);
  int (*display)(void *, Due *);
  void *operating_point, *sei, *reserved2[5], *ext;
} ParserParams;

typedef struct {
  unsigned long flags, bytes;
  const unsigned char *data;
  long long timestamp;
} Packet;

static void die(const char *function, const char *why) {
  fprintf(stderr, "mock decoder: %s: %s\n", function, why);
  fflush(stderr);
  _exit(99);
}

static int parsers, decoders;
static __thread int in_sequence;

int cuvidCreateVideoParser(ParserParams **parser, ParserParams *params) {
  int failure = mock_enter("cuvidCreateVideoParser");
  if (failure) return failure;
  *parser = malloc(sizeof **parser);
  **parser = *params;
  __sync_fetch_and_add(&parsers, 1);
  return 0;
}

int cuvidDestroyVideoParser(ParserParams *parser) {
  mock_enter("cuvidDestroyVideoParser");
  __sync_fetch_and_add(&parsers, -1);
  free(parser);
  return 0;
}

int cuvidParseVideoData(ParserParams *parser, Packet *packet) {
  int failure = mock_enter("cuvidParseVideoData");
  if (failure) return failure;
  mock_require_context("cuvidParseVideoData");
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
        if (!parser->decode(parser->user, &picture)) return 1;
        break;
      }
      case 'D': {
        Due due = {.surface = *at++, .progressive = 1, .timestamp = packet->timestamp};
        if (!parser->display(parser->user, &due)) return 1;
        break;
      }
      default:
        die("cuvidParseVideoData", "no such command");
    }
  }
  // CUVID_PKT_ENDOFSTREAM, CUVID_PKT_NOTIFY_EOS
  if ((packet->flags & 1) && (packet->flags & 16) && !parser->display(parser->user, 0)) return 1;
  return 0;
}

// ---- decoder

typedef struct {
  unsigned long width, height, surfaces;
  int codec, chroma;
  unsigned long flags, depth_minus_8, intra_only, max_width, max_height, reserved1;
  struct { short left, top, right, bottom; } display;
  int output, deinterlace;
  unsigned long target_width, target_height, output_surfaces;
  void *lock;
  short target[4];
  unsigned long histogram, reserved2[4];
} CreateInfo;

typedef struct {
  unsigned width, height, target_width, target_height, surfaces, reserved1[12];
  struct { short left, top, right, bottom; } display;
  short target[4];
  unsigned reserved2[11];
} ReconfigureInfo;

typedef struct {
  CreateInfo info;
  unsigned char value[64], decoded[64];
  unsigned long mapped;
} Decoder;

static void check_size(const char *function, const CreateInfo *info) {
  if (!info->width || info->width > info->max_width || info->height > info->max_height)
    die(function, "larger than it was made for");
  if (info->display.right <= info->display.left || info->display.bottom <= info->display.top ||
      info->display.right > (int)info->width || info->display.bottom > (int)info->height)
    die(function, "no display area, or one outside of the picture");
  if (!info->target_width || !info->target_height) die(function, "no target size");
  if (!info->surfaces || info->surfaces > 64) die(function, "no surfaces");
}

int cuvidCreateDecoder(Decoder **decoder, CreateInfo *info) {
  int failure = mock_enter("cuvidCreateDecoder");
  if (failure) return failure;
  mock_require_context("cuvidCreateDecoder");
  const char *most = getenv("MOCK_DECODERS");
  if (most && decoders >= atoi(most)) return 2;
  check_size("cuvidCreateDecoder", info);
  *decoder = calloc(1, sizeof **decoder);
  (*decoder)->info = *info;
  __sync_fetch_and_add(&decoders, 1);
  return 0;
}

int cuvidDestroyDecoder(Decoder *decoder) {
  mock_enter("cuvidDestroyDecoder");
  mock_require_context("cuvidDestroyDecoder");
  if (decoder->mapped) die("cuvidDestroyDecoder", "a surface is still mapped");
  __sync_fetch_and_add(&decoders, -1);
  free(decoder);
  return 0;
}

int cuvidReconfigureDecoder(Decoder *decoder, ReconfigureInfo *info) {
  int failure = mock_enter("cuvidReconfigureDecoder");
  if (failure) return failure;
  mock_require_context("cuvidReconfigureDecoder");
  if (!in_sequence) die("cuvidReconfigureDecoder", "outside of the sequence callback");
  if (decoder->mapped) die("cuvidReconfigureDecoder", "a surface is still mapped");
  decoder->info.width = info->width;
  decoder->info.height = info->height;
  decoder->info.target_width = info->target_width;
  decoder->info.target_height = info->target_height;
  decoder->info.surfaces = info->surfaces;
  memcpy(&decoder->info.display, &info->display, sizeof info->display);
  check_size("cuvidReconfigureDecoder", &decoder->info);
  memset(decoder->decoded, 0, sizeof decoder->decoded);
  return 0;
}

int cuvidDecodePicture(Decoder *decoder, Picture *picture) {
  int failure = mock_enter("cuvidDecodePicture");
  if (failure) return failure;
  mock_require_context("cuvidDecodePicture");
  if (picture->surface >= (int)decoder->info.surfaces) die("cuvidDecodePicture", "no such surface");
  decoder->value[picture->surface] = picture->data[0];
  decoder->decoded[picture->surface] = 1;
  return 0;
}

int cuvidGetDecodeStatus(Decoder *decoder, int surface, int *status) {
  int failure = mock_enter("cuvidGetDecodeStatus");
  if (failure) return failure;
  // Pictures of value 13 are damaged.
  *status = decoder->value[surface] == 13 ? 8 : 2;
  return 0;
}

// One allocation a map, so that what is not unmapped is a leak of memory.
int cuMemAlloc_v2(unsigned long *address, size_t bytes);
int cuMemFree_v2(unsigned long address);

int cuvidMapVideoFrame64(Decoder *decoder, int surface, unsigned long *address, unsigned *pitch, void *params) {
  int failure = mock_enter("cuvidMapVideoFrame64");
  if (failure) return failure;
  mock_require_context("cuvidMapVideoFrame64");
  if (!decoder->decoded[surface]) die("cuvidMapVideoFrame64", "a surface that holds no picture");
  if (decoder->mapped >= decoder->info.output_surfaces) return 999;
  size_t row = decoder->info.target_width * (decoder->info.output % 2 ? 2 : 1);
  *pitch = (row + 255) / 256 * 256;
  size_t rows = (decoder->info.target_height + 1) / 2 * 2;
  size_t bytes = *pitch * rows * (decoder->info.output < 2 ? 3 : decoder->info.output < 4 ? 6 : 4) / 2;
  if (cuMemAlloc_v2(address, bytes)) return 2;
  memset((void *)*address, decoder->value[surface], bytes);
  decoder->mapped++;
  return 0;
}

int cuvidUnmapVideoFrame64(Decoder *decoder, unsigned long address) {
  mock_enter("cuvidUnmapVideoFrame64");
  mock_require_context("cuvidUnmapVideoFrame64");
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
