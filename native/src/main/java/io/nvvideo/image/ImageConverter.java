package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.media.Orientation;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Turns decoded frames into pixels: colour, size, orientation, layout, jpeg, png. It sets itself up from the first frame and
 * anew whenever size, pixel format, colour tags or orientation change. For one thread; nothing of it is shared.
 *
 * <p>{@link ColourRule} says how a frame's code values are understood. With {@link Conversion#EXACT} a pixel is
 *
 * <pre>
 *   y = (Y - 16 k) / (219 k),  b = (Cb - 128 k) / (224 k),  r = (Cr - 128 k) / (224 k)     limited range, k = 2^(depth - 8)
 *   y = Y / m,  b = (Cb - 2^(depth - 1)) / m,  r = (Cr - 2^(depth - 1)) / m                full range, m = 2^depth - 1
 *   R = y + 2 (1 - Kr) r,   B = y + 2 (1 - Kb) b,   G = (y - Kr R - Kb B) / (1 - Kr - Kb)
 * </pre>
 *
 * clamped to 0..1, times 255 or 65535, rounded to nearest, without dithering. Kr and Kb are 0.299 and 0.114 (ITU-R BT.601),
 * 0.2126 and 0.0722 (BT.709), 0.2627 and 0.0593 (BT.2020). Cb and Cr are interpolated linearly between the samples around the
 * pixel, from where the chroma location puts them (ITU-T H.273, 8.7); edges are repeated. A resize interpolates Y, Cb and Cr
 * each straight to the new size with a triangle filter, which widens with the scale when shrinking, and then applies the
 * formula; pictures of odd size in a subsampled format are converted first and resized as RGB. Gray is y, resized alike; that
 * of RGB is by the default matrix for its height. Interlaced frames are taken as progressive ones.
 *
 * <p>{@link Conversion#FAST} is what FFmpeg's scaler does by default, with nearest chroma where that is its fast path, and
 * bilinear when resizing. Alpha is dropped, except by {@code NATIVE}.
 */
public final class ImageConverter implements AutoCloseable {
    private final Output output;
    private final String what;
    private final NativeBuffer packed = new NativeBuffer();
    private final NativeBuffer staging = new NativeBuffer();
    private boolean closed;

    private SourceKey key;
    /** For frames of that key; null before the first. */
    private ConversionPath path;

    private NativeImage image;

    /**
     * Allocates nothing yet.
     *
     * @param what the file, for errors
     * @throws VideoException NATIVE_LOAD if FFmpeg cannot be loaded here
     */
    public ImageConverter(Output output, String what) {
        Natives.require();
        this.output = output;
        this.what = what;
        NativeObjects.opened();
    }

    /**
     * Converts a frame, which is left as it is.
     *
     * @param decoded a frame in memory, from any software decoder
     * @param orientation how the frame is to be shown; applied if the output says so
     * @return the pixels, valid until the next call or {@link #close}; its shape has the exact size in bytes for jpeg and png
     *     too
     * @throws VideoException UNSUPPORTED if there is no such conversion, LIMIT_EXCEEDED if the picture is too large
     */
    public Image convert(AVFrame decoded, Orientation orientation) {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot convert " + what + ": the converter is closed. Open another one.");
        }
        forgetImage();
        if (decoded.data(0) == null) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot convert " + what + ": the decoder gave a frame without pixels. Check the file.");
        }
        SourceKey now = SourceKey.of(decoded, orientation);
        if (!now.equals(key)) {
            release();
            path = new ConversionPath(output, now, packed, staging, what);
            key = now;
        }
        image = path.convert(decoded);
        return image;
    }

    private void forgetImage() {
        if (image != null) {
            image.invalidate();
            image = null;
        }
    }

    private void release() {
        key = null;
        if (path != null) {
            path.close();
            path = null;
        }
    }

    /** Frees everything; safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        NativeObjects.closed();
        forgetImage();
        release();
        packed.close();
        staging.close();
    }
}
