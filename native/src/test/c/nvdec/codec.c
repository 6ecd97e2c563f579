// libavcodec, as parser and decoder use it: one thread, whole pictures, no voice. It has no VC-1 here.

#include "ffmpeg.h"
#include "nvdec.h"

// AVPixFmtDescriptor, which has not changed since FFmpeg 4.
typedef struct {
  const char *name;
  uint8_t nb_components, log2_chroma_w, log2_chroma_h;
  uint64_t flags;
  struct { int plane, step, offset, shift, depth; } comp[4];
} PixelFormat;

AVCodecContext *new_codec(int codec, void *user, int (*get_buffer)(AVCodecContext *, AVFrame *, int)) {
  static const char *names[CODECS] = {[MPEG1] = "mpeg1video", [MPEG2] = "mpeg2video", [MPEG4] = "mpeg4",
                                      [H264] = "h264",        [JPEG] = "mjpeg",       [HEVC] = "hevc",
                                      [VP8] = "vp8",          [VP9] = "vp9",        [AV1] = "libaom-av1"};
  const AVCodec *decoder = names[codec] ? avcodec_find_decoder_by_name(names[codec]) : 0;
  if (!decoder) return 0;
  AVCodecContext *context = avcodec_alloc_context3(decoder);
  FIELD(void *, context, AVCodecContext_opaque) = user;
  FIELD(int, context, AVCodecContext_thread_count) = 1;
  FIELD(void *, context, AVCodecContext_get_buffer2) = (void *)get_buffer;
  av_opt_set(context, "flags", "+bitexact", 0);
  av_opt_set(context, "apply_cropping", "0", 0);
  // Without it H.264 that does not say how far it reorders would come in an order that is a guess.
  av_opt_set(context, "strict", "strict", 0);
  av_opt_set(context, "log_level_offset", "100", 0);
  if (avcodec_open2(context, decoder, 0) < 0) misuse("avcodec_open2", "a decoder cannot be opened");
  return context;
}

static void take(AVCodecContext *codec, void *user, void (*taken)(void *, AVFrame *)) {
  AVFrame *frame = av_frame_alloc();
  while (avcodec_receive_frame(codec, frame) >= 0) {
    taken(user, frame);
    av_frame_unref(frame);
  }
  av_frame_free(&frame);
}

int feed(AVCodecContext *codec, const unsigned char *first, size_t first_bytes, const unsigned char *second,
         size_t second_bytes, int64_t pts, void *user, void (*taken)(void *, AVFrame *)) {
  if (!second) {
    avcodec_send_packet(codec, 0);
    take(codec, user, taken);
    avcodec_flush_buffers(codec);
    return 0;
  }
  AVPacket *packet = av_packet_alloc();
  av_new_packet(packet, first_bytes + second_bytes);
  unsigned char *to = FIELD(unsigned char *, packet, AVPacket_data);
  if (first_bytes) memcpy(to, first, first_bytes);
  memcpy(to + first_bytes, second, second_bytes);
  FIELD(int64_t, packet, AVPacket_pts) = pts;
  int result = avcodec_send_packet(codec, packet);
  av_packet_free(&packet);
  take(codec, user, taken);
  return result < 0 ? result : 0;
}

int stream_chroma(int pixel_format, int *depth) {
  const PixelFormat *format = (const PixelFormat *)av_pix_fmt_desc_get(pixel_format);
  if (!format) return -1;
  *depth = format->comp[0].depth;
  if (format->nb_components < 3) return MONOCHROME;
  return format->log2_chroma_h ? YUV420 : format->log2_chroma_w ? YUV422 : YUV444;
}
