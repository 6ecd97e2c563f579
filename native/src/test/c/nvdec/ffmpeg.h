// What is used of libavcodec: the presets bring its libraries and no headers. Where the fields lie comes from JavaCPP, which was
// compiled with the headers; see MockDriver.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

#include "ffmpeg-layout.h"

typedef struct AVFrame AVFrame;
typedef struct AVPacket AVPacket;
typedef struct AVCodec AVCodec;
typedef struct AVCodecContext AVCodecContext;
typedef struct AVBufferRef AVBufferRef;
typedef struct AVBSFContext AVBSFContext;
typedef struct AVPixFmtDescriptor AVPixFmtDescriptor;

#define FIELD(type, object, name) (*(type *)((char *)(object) + (name)))

enum { FRAME_INTERLACED = 8, FRAME_TOP_FIELD_FIRST = 16, PADDING = 64 };

const AVCodec *avcodec_find_decoder_by_name(const char *name);
AVCodecContext *avcodec_alloc_context3(const AVCodec *codec);
int avcodec_open2(AVCodecContext *context, const AVCodec *codec, void *options);
void avcodec_free_context(AVCodecContext **context);
int avcodec_send_packet(AVCodecContext *context, const AVPacket *packet);
int avcodec_receive_frame(AVCodecContext *context, AVFrame *frame);
void avcodec_flush_buffers(AVCodecContext *context);
int avcodec_default_get_buffer2(AVCodecContext *context, AVFrame *frame, int flags);
AVPacket *av_packet_alloc(void);
void av_packet_free(AVPacket **packet);
int av_new_packet(AVPacket *packet, int size);
void av_packet_unref(AVPacket *packet);
AVFrame *av_frame_alloc(void);
AVFrame *av_frame_clone(const AVFrame *frame);
void av_frame_free(AVFrame **frame);
void av_frame_unref(AVFrame *frame);
int av_buffer_get_ref_count(const AVBufferRef *buffer);
int av_opt_set(void *object, const char *name, const char *value, int flags);
const AVPixFmtDescriptor *av_pix_fmt_desc_get(int format);

// One of libavcodec's decoders with one thread and without a voice; get_buffer is called when it begins a picture.
AVCodecContext *new_codec(int codec, void *user, int (*get_buffer)(AVCodecContext *, AVFrame *, int));
// Feeds some bytes and hands out all frames that come; null: the end. Returns libavcodec's error or 0.
int feed(AVCodecContext *codec, const unsigned char *first, size_t first_bytes, const unsigned char *second,
         size_t second_bytes, int64_t pts, void *user, void (*taken)(void *, AVFrame *));
