// The structures of nvcuvid.h and cuviddec.h, as far as they are used, for both stand-ins of libnvcuvid.so.1.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MPEG1, MPEG2, MPEG4, VC1, H264, JPEG, HEVC = 8, VP8, VP9, AV1, CODECS };
enum { MONOCHROME, YUV420, YUV422, YUV444 };
enum { NV12, P016, PLANAR444, PLANAR444_16, NV16, P216, OUTPUTS };
enum { ENDOFSTREAM = 1, TIMESTAMP = 2, DISCONTINUITY = 4, ENDOFPICTURE = 8, NOTIFY_EOS = 16 };
enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_SUPPORTED = 801, UNKNOWN = 999 };
enum { SUCCESS = 2, ERROR = 8, CONCEALED = 9 };  // of cuvidGetDecodeStatus
enum { MAX_SURFACES = 32 };  // NVIDIA's refuses to make more, as many users of FFmpeg have found (warning in its nvdec.c)

typedef struct {
  int codec, chroma;
  unsigned depth_minus_8, reserved1[3];
  unsigned char supported, engines;
  unsigned short outputs;
  unsigned max_width, max_height, max_macroblocks;
  unsigned short min_width, min_height;
  unsigned char histogram, counter_depth;
  unsigned short bins;
  unsigned reserved3[10];
} Caps;

typedef struct {
  int codec;
  unsigned rate[2];
  unsigned char progressive, luma_depth_minus_8, chroma_depth_minus_8, min_surfaces;
  unsigned coded_width, coded_height;
  struct { int left, top, right, bottom; } display;
  int chroma;
  unsigned bitrate;
  int aspect[2];
  unsigned char full_range_and_format, primaries, transfer, matrix;
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

typedef struct { short left, top, right, bottom; } Area;

typedef struct {
  unsigned long width, height, surfaces;
  int codec, chroma;
  unsigned long flags, depth_minus_8, intra_only, max_width, max_height, reserved1;
  Area display;
  int output, deinterlace;
  unsigned long target_width, target_height, output_surfaces;
  void *lock;
  Area target;
  unsigned long histogram, reserved2[4];
} CreateInfo;

typedef struct {
  unsigned width, height, target_width, target_height, surfaces, reserved1[12];
  Area display, target;
  unsigned reserved2[11];
} ReconfigureInfo;

// Of the stand-in for libcuda.so.1.
int mock_enter(const char *name);
int mock_take_memory(size_t bytes);
void mock_give_memory(size_t bytes);
void mock_require_context(const char *function);
int cuMemAlloc_v2(uint64_t *address, size_t bytes);
int cuMemFree_v2(uint64_t address);

#define ENTER                          \
  do {                                 \
    int e = mock_enter(__func__);      \
    if (e) return e;                   \
    mock_require_context(__func__);    \
  } while (0)
