// cuvidGetDecoderCaps: what the chip that MOCK_CHIP names can decode, as NVIDIA's tables have it: h200 (unless told), l4 with four
// decoders, rtx5090 with 4:2:2, gray and 10 bits of H.264; the last two with AV1.

#include "nvdec.h"

typedef struct {
  const char *chips;
  int codec, chroma, depths, outputs, max_width, max_height, macroblocks, min_width, min_height;
} Row;

enum { BIT8 = 1, BIT10 = 4, TO_10 = 1 | 4, TO_12 = 1 | 4 | 16 };

#define ALL "h200 l4 rtx5090"

static const Row table[] = {
    {ALL, MPEG1, YUV420, BIT8, 1 << NV12, 4080, 4080, 65280, 48, 16},
    {ALL, MPEG2, YUV420, BIT8, 1 << NV12, 4080, 4080, 65280, 48, 16},
    {ALL, MPEG4, YUV420, BIT8, 1 << NV12, 2032, 2032, 8192, 48, 16},
    {ALL, VC1, YUV420, BIT8, 1 << NV12, 2032, 2032, 8192, 48, 16},
    {ALL, JPEG, YUV420, BIT8, 1 << NV12, 32768, 16384, 67108864, 64, 64},
    {ALL, H264, YUV420, BIT8, 1 << NV12 | 1 << P016, 4096, 4096, 65536, 48, 16},
    {ALL, HEVC, YUV420, TO_12, 1 << NV12 | 1 << P016, 8192, 8192, 262144, 144, 144},
    {ALL, HEVC, YUV444, TO_12, 1 << PLANAR444 | 1 << PLANAR444_16, 8192, 8192, 262144, 144, 144},
    {ALL, VP8, YUV420, BIT8, 1 << NV12, 4096, 4096, 65536, 48, 16},
    {ALL, VP9, YUV420, TO_12, 1 << NV12 | 1 << P016, 8192, 8192, 262144, 128, 128},
    {"l4 rtx5090", AV1, YUV420, TO_10, 1 << NV12 | 1 << P016, 8192, 8192, 262144, 128, 128},
    {"rtx5090", H264, MONOCHROME, BIT8, 1 << NV12, 8192, 8192, 262144, 48, 16},
    {"rtx5090", H264, YUV420, BIT10, 1 << NV12 | 1 << P016, 8192, 8192, 262144, 48, 16},
    {"rtx5090", H264, YUV422, TO_10, 1 << NV16 | 1 << P216, 8192, 8192, 262144, 48, 16},
    {"rtx5090", HEVC, YUV422, TO_12, 1 << NV16 | 1 << P216, 8192, 8192, 262144, 144, 144},
};

int caps_of(int codec, int chroma, unsigned depth_minus_8, Caps *caps) {
  const char *chip = getenv("MOCK_CHIP") ? getenv("MOCK_CHIP") : "h200";
  for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
    const Row *row = &table[i];
    if (row->codec != codec || row->chroma != chroma || !(row->depths >> depth_minus_8 & 1) || !strstr(row->chips, chip)) {
      continue;
    }
    caps->supported = 1;
    caps->engines = !strcmp(chip, "h200") ? 7 : !strcmp(chip, "l4") ? 4 : 2;
    caps->outputs = row->outputs;
    caps->max_width = row->max_width;
    caps->max_height = row->max_height;
    caps->max_macroblocks = row->macroblocks;
    caps->min_width = row->min_width;
    caps->min_height = row->min_height;
    return 1;
  }
  return 0;
}

int cuvidGetDecoderCaps(Caps *caps) {
  ENTER;
  if (caps->codec < 0 || caps->codec >= CODECS || caps->chroma < 0 || caps->chroma > YUV444 || caps->depth_minus_8 > 8) {
    return INVALID_VALUE;
  }
  caps_of(caps->codec, caps->chroma, caps->depth_minus_8, caps);
  return 0;
}
