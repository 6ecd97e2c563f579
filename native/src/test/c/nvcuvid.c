// A stand-in for the driver's libnvcuvid.so.1: answers what its decoders can do, as those of an L4 would. Tests only.

#include <stdlib.h>
#include <string.h>

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
  int known = caps->chroma == YUV420 && caps->codec == H264 && caps->depth_minus_8 == 0 ||
              caps->chroma == YUV420 && caps->codec == AV1 && caps->depth_minus_8 <= 2 ||
              caps->codec == HEVC && (caps->chroma == YUV420 || caps->chroma == YUV444) && caps->depth_minus_8 <= 4;
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
