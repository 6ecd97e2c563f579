// cuvidMapVideoFrame64: a decoded picture as the decoder was told to write it, in memory of the device.

#include "ffmpeg.h"
#include "nvdec.h"

enum { GARBAGE = 0x5a, ROW = 256 };

typedef struct {
  const unsigned char *from;
  size_t from_pitch;
  int from_deep, from_depth;
  unsigned char *to;
  size_t to_pitch;
  int to_deep, step;      // samples from one to the next
  int left, top, width, height;  // of the area that is taken, samples
  int columns, rows;      // that are written
} Plane;

static unsigned sample(const Plane *plane, int x, int y) {
  const unsigned char *row = plane->from + plane->from_pitch * (plane->top + y);
  return plane->from_deep ? ((const uint16_t *)row)[plane->left + x] : row[plane->left + x];
}

// The mean of what a sample of the smaller picture covers, rounded: what filter the hardware has is not documented.
static unsigned covered(const Plane *plane, int x, int y) {
  long across = plane->width, down = plane->height, sum = 0;
  for (long v = y * down / plane->rows; v * plane->rows < (y + 1) * down; v++) {
    long from = v * plane->rows, to = from + plane->rows;
    long height = (to < (y + 1) * down ? to : (y + 1) * down) - (from > y * down ? from : y * down);
    for (long u = x * across / plane->columns; u * plane->columns < (x + 1) * across; u++) {
      long left = u * plane->columns, right = left + plane->columns;
      long width = (right < (x + 1) * across ? right : (x + 1) * across) - (left > x * across ? left : x * across);
      sum += height * width * sample(plane, u, v);
    }
  }
  return (2 * sum + across * down) / (2 * across * down);
}

static void write_plane(const Plane *plane) {
  int same = plane->width == plane->columns && plane->height == plane->rows;
  for (int y = 0; y < plane->rows; y++) {
    unsigned char *to = plane->to + plane->to_pitch * y;
    for (int x = 0; x < plane->columns; x++) {
      unsigned value = same ? sample(plane, x, y) : covered(plane, x, y);
      if (plane->to_deep) {
        ((uint16_t *)to)[x * plane->step] = value << (16 - plane->from_depth);
      } else {
        to[x * plane->step] = value >> (plane->from_depth - 8);
      }
    }
  }
}

static void write_picture(const Decoder *decoder, AVFrame *frame, unsigned char *to, size_t pitch) {
  const CreateInfo *info = &decoder->info;
  int depth = 8 + info->depth_minus_8, deep = info->output % 2;
  int down = info->chroma <= YUV420, across = info->chroma != YUV444;
  int pairs = info->output != PLANAR444 && info->output != PLANAR444_16;
  unsigned char **data = &FIELD(unsigned char *, frame, AVFrame_data);
  int *pitches = &FIELD(int, frame, AVFrame_linesize);
  for (int i = 0; i < 3; i++) {
    // Of a gray picture nobody tells what is written there.
    if (!data[i]) continue;
    int h = i && across, v = i && down;
    size_t start = !i ? 0 : pitch * info->target_height;
    if (i == 2) start += pairs ? 1 + (size_t)deep : pitch * (info->target_height >> v);
    Plane plane = {.from = data[i], .from_pitch = pitches[i], .from_deep = depth > 8, .from_depth = depth,
                   .to = to + start, .to_pitch = pitch, .to_deep = deep, .step = i && pairs ? 2 : 1,
                   .left = info->display.left >> h, .top = info->display.top >> v,
                   .width = (info->display.right - info->display.left) >> h,
                   .height = (info->display.bottom - info->display.top) >> v,
                   .columns = info->target_width >> h, .rows = info->target_height >> v};
    write_plane(&plane);
  }
}

int cuvidMapVideoFrame64(Decoder *decoder, int surface, uint64_t *address, unsigned *pitch, void *params) {
  ENTER;
  if (!params) return INVALID_VALUE;
  const CreateInfo *info = &decoder->info;
  if (surface < 0 || surface >= (int)info->surfaces) return INVALID_VALUE;
  unsigned slot = 0;
  while (slot < info->output_surfaces && decoder->mapped[slot]) slot++;
  if (slot == info->output_surfaces) return UNKNOWN;
  size_t row = info->target_width * (info->output % 2 ? 2 : 1);
  // Never the row itself, so that nobody takes one for the other.
  *pitch = (row / ROW + 1) * ROW;
  size_t rows = info->target_height;
  size_t planes = info->output < PLANAR444 ? rows + rows / 2 : info->output < NV16 ? 3 * rows : 2 * rows;
  // One allocation a map, so that what is not unmapped is a leak of memory.
  if (cuMemAlloc_v2(address, *pitch * planes)) return OUT_OF_MEMORY;
  if (!getenv("MOCK_IDLE")) memset((void *)*address, GARBAGE, *pitch * planes);
  AVFrame *frame = decoder->surface[surface].frame;
  if (frame) write_picture(decoder, frame, (unsigned char *)*address, *pitch);
  decoder->mapped[slot] = *address;
  return 0;
}

int cuvidUnmapVideoFrame64(Decoder *decoder, uint64_t address) {
  ENTER;
  for (unsigned slot = 0; slot < decoder->info.output_surfaces; slot++) {
    if (address && decoder->mapped[slot] == address) {
      decoder->mapped[slot] = 0;
      return cuMemFree_v2(address);
    }
  }
  misuse(__func__, "what is not mapped");
}
