package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PLANAR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;

import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's pixel format numbers as values. */
public final class PixelFormats {
    private PixelFormats() {}

    /** The format with that number, or null if FFmpeg does not know it. */
    public static PixelFormat of(int pixelFormat) {
        AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(pixelFormat);
        if (descriptor == null || descriptor.isNull()) {
            return null;
        }
        long flags = descriptor.flags();
        int components = descriptor.nb_components();
        boolean palette = (flags & AV_PIX_FMT_FLAG_PAL) != 0;
        return new PixelFormat(
                descriptor.name().getString(),
                palette ? 4 : components,
                descriptor.comp(0).depth(),
                descriptor.log2_chroma_w() & 0xff,
                descriptor.log2_chroma_h() & 0xff,
                palette || (flags & AV_PIX_FMT_FLAG_RGB) != 0,
                components == 1 && !palette
                        || (flags & AV_PIX_FMT_FLAG_PLANAR) != 0
                                && avutil.av_pix_fmt_count_planes(pixelFormat) == components,
                (flags & AV_PIX_FMT_FLAG_ALPHA) != 0);
    }

    /** FFmpeg's number of the format with that name; -1 if there is none. */
    public static int number(String name) {
        return avutil.av_get_pix_fmt(name);
    }
}
