package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedOutput;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.ffmpeg.Planes;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Frames copied without loss into planes that the conversion can read, and their edges repeated up to a size that the
 * subsampling divides.
 */
final class PlanarCopy implements AutoCloseable {
    private static final int LOSSLESS = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

    private final String what;
    private final int width;
    private final int height;
    private final int bytesPerSample;
    private AVFrame copy = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
    /** Null where planes are copied as they are. */
    private SwsContext scaler;

    /**
     * Allocates the planes.
     *
     * @param key of the frames, whose format is the next one
     * @param width of the copy, no less than the frames'
     * @param height of the copy, no less than the frames'
     * @param what names the file in errors
     * @throws VideoException UNSUPPORTED if FFmpeg has no such conversion
     */
    PlanarCopy(SourceKey key, PixelFormat format, PlanarFormat planar, int width, int height, String what) {
        this.what = what;
        this.width = width;
        this.height = height;
        bytesPerSample = planar.bytesPerSample();
        try {
            if (!planar.sameBytes()) {
                scaler = scaler(key, format, planar);
            }
            copy.width(width).height(height).format(PixelFormats.number(planar.name()));
            ImageErrors.check(Planes.allocate(copy), "Cannot convert " + what);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The copy of a frame, valid until the next call; whoever still holds the last one keeps it. */
    AVFrame of(AVFrame decoded) {
        ImageErrors.check(av_frame_make_writable(copy), "Cannot convert " + what);
        fill(decoded);
        return copy;
    }

    private void fill(AVFrame decoded) {
        if (scaler != null) {
            int lines = sws_scale(
                    scaler, decoded.data(), decoded.linesize(), 0, decoded.height(), copy.data(), copy.linesize());
            ImageErrors.check(lines, "Cannot convert " + what);
        } else {
            PixelFormat planes = PixelFormats.of(copy.format());
            for (int plane = 0; plane < 3; plane++) {
                int shiftX = plane == 0 ? 0 : planes.log2ChromaWidth();
                int shiftY = plane == 0 ? 0 : planes.log2ChromaHeight();
                av_image_copy_plane(
                        copy.data(plane),
                        copy.linesize(plane),
                        decoded.data(plane),
                        decoded.linesize(plane),
                        bytesPerSample * -(-decoded.width() >> shiftX),
                        -(-decoded.height() >> shiftY));
            }
        }
        replicateEdges(decoded.width(), decoded.height());
    }

    /** Repeats the last luma column and row; chroma planes already reach over them. */
    private void replicateEdges(int filledWidth, int filledHeight) {
        BytePointer luma = copy.data(0);
        long stride = copy.linesize(0);
        for (int y = 0; filledWidth < width && y < filledHeight; y++) {
            for (int x = filledWidth; x < width; x++) {
                for (int b = 0; b < bytesPerSample; b++) {
                    luma.put(
                            y * stride + (long) x * bytesPerSample + b,
                            luma.get(y * stride + (filledWidth - 1L) * bytesPerSample + b));
                }
            }
        }
        for (int y = filledHeight; y < height; y++) {
            BytePointer to = new BytePointer(luma).position(y * stride);
            BytePointer from = new BytePointer(luma).position((filledHeight - 1) * stride);
            Pointer.memcpy(to, from, (long) width * bytesPerSample);
        }
    }

    private SwsContext scaler(SourceKey key, PixelFormat format, PlanarFormat planar) {
        int number = PixelFormats.number(planar.name());
        if (sws_isSupportedInput(key.format()) == 0 || sws_isSupportedOutput(number) == 0) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot convert " + what + ": FFmpeg has no conversion from " + format.name() + " to "
                            + planar.name() + ". Use frameFormat=native.");
        }
        SwsContext context = FfmpegErrors.allocated(
                sws_getContext(
                        key.width(),
                        key.height(),
                        key.format(),
                        key.width(),
                        key.height(),
                        number,
                        LOSSLESS,
                        null,
                        null,
                        (DoublePointer) null),
                "a converter");
        // The same matrix and range on both sides: samples move, they do not change.
        IntPointer coefficients = sws_getCoefficients(SWS_CS_DEFAULT);
        sws_setColorspaceDetails(context, coefficients, 1, coefficients, 1, 0, 1 << 16, 1 << 16);
        return context;
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
        if (copy != null) {
            av_frame_free(copy);
            copy = null;
        }
    }
}
