// Codecs whose packets are frames: VP8 (RFC 6386, 9.1), VP9 (bitstream specification, 6.1 and annex B) and JPEG (ITU-T T.81).
//
// As NVIDIA's has it, VP8's display area has even sides, that of VP9 is render_size, whatever that is (BeginPicture of
// VulkanVP9Decoder.cpp, nvpro-samples/vk_video_samples), no picture of VP9 is said to be a reference, and a frame of VP9 that is to
// be shown once more is not. Where frames become smaller or larger without a key frame, no sequence is told here, and libavcodec's
// pictures are not those of the headers.

#include "bits.h"
#include "headers.h"
#include "nvdec.h"

enum { VP8_SURFACES = 8, VP9_SURFACES = 9, JPEG_SURFACES = 3 };

static void read_vp8(const unsigned char *data, size_t bytes, PictureHeader *header) {
  if (bytes < 3) return;
  int key = !(data[0] & 1);
  header->found = header->frames = 1;
  header->intra = key;
  header->surfaces = VP8_SURFACES;
  // Which buffers it refreshes lies inside of the entropy code: it may be one.
  header->reference = 1;
  if (!key || bytes < 10) return;
  header->sequence = hash(data + 6, 4);
  int width = data[6] | (data[7] & 63) << 8, height = data[8] | (data[9] & 63) << 8;
  header->coded_width = (width + 15) / 16 * 16;
  header->coded_height = (height + 15) / 16 * 16;
  header->shown_width = width & ~1;
  header->shown_height = height & ~1;
}

// color_config and what precedes it.
static void skip_vp9_colours(Bits *bits, int profile) {
  get(bits, 24);
  if (profile >= 2) bit(bits);
  int rgb = get(bits, 3) == 7;
  if (!rgb) bit(bits);
  if (profile % 2) get(bits, rgb ? 1 : 3);
}

static void read_vp9(const unsigned char *data, size_t bytes, PictureHeader *header) {
  Bits bits = {data, bytes, 0, 0};
  get(&bits, 2);
  int profile = bit(&bits);
  profile |= bit(&bits) << 1;
  if (profile == 3) bit(&bits);
  if (bit(&bits)) return;
  int key = !bit(&bits), shown = bit(&bits);
  bit(&bits);
  header->found = header->frames = 1;
  header->surfaces = VP9_SURFACES;
  if (key) {
    header->intra = 1;
    skip_vp9_colours(&bits, profile);
    unsigned sizes[2] = {get(&bits, 32), 0};
    if (bit(&bits)) {
      sizes[1] = get(&bits, 32);
      header->shown_width = (sizes[1] >> 16) + 1;
      header->shown_height = (sizes[1] & 0xffff) + 1;
    }
    header->sequence = hash((unsigned char *)sizes, sizeof sizes);
    return;
  }
  header->intra = !shown && bit(&bits);
}

static void read_jpeg(const unsigned char *data, size_t bytes, PictureHeader *header) {
  for (size_t at = 2; at + 10 < bytes && data[at] == 0xff; at += 2 + (data[at + 2] << 8 | data[at + 3])) {
    if (data[at + 1] >= 0xc0 && data[at + 1] <= 0xc2) {
      header->found = header->intra = 1;
      header->sequence = hash(data + at + 4, 6);
      header->surfaces = JPEG_SURFACES;
      return;
    }
  }
}

// A superframe's index is at its end: marker, sizes, marker.
static size_t vp9_frame_bytes(const unsigned char *data, size_t bytes, size_t from) {
  int marker = data[bytes - 1];
  int frames = (marker & 7) + 1, width = (marker >> 3 & 3) + 1;
  size_t index = 2 + (size_t)frames * width;
  if ((marker & 0xe0) != 0xc0 || bytes < index || data[bytes - index] != marker) return bytes - from;
  size_t at = 0;
  for (int i = 0; i < frames; i++) {
    size_t size = 0;
    for (int b = 0; b < width; b++) size |= (size_t)data[bytes - index + 1 + i * width + b] << 8 * b;
    if (at == from && size && size <= bytes - index - at) return size;
    at += size;
  }
  return bytes - from;
}

int next_frame(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  const unsigned char *frame = data + header->begin;
  size_t size = bytes - header->begin;
  if (headers->codec == VP9) {
    size = vp9_frame_bytes(data, bytes, header->begin);
    // What is left is the index.
    if (header->begin && size == bytes - header->begin && (data[bytes - 1] & 0xe0) == 0xc0) return 0;
  }
  header->end = header->begin + size;
  if (headers->codec == VP8) read_vp8(frame, size, header);
  if (headers->codec == VP9) read_vp9(frame, size, header);
  if (headers->codec == JPEG) read_jpeg(frame, size, header);
  return 1;
}
