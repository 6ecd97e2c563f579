package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_YCGCO;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_to_buffer;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

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
    static final int RED_PLANE = 2;
    static final int GREEN_PLANE = 0;
    static final int BLUE_PLANE = 1;

    private final Output output;
    private final String what;
    private final NativeBuffer packed = new NativeBuffer();
    private final NativeBuffer staging = new NativeBuffer();
    private boolean closed;

    private SourceKey key;
    private PixelFormat format;
    private Geometry geometry;
    private ImageShape shape;
    private SourceFrame source;
    private FilterGraph graph;
    private DirectScaler direct;
    private StillEncoder encoder;
    private SurfacePacker packer;
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
            try {
                setUp(now);
            } catch (RuntimeException e) {
                release();
                throw e;
            }
            key = now;
        }
        AVFrame frame = source.of(decoded);
        image = image(graph == null ? frame : graph.run(frame));
        return image;
    }

    private void setUp(SourceKey next) {
        format = PixelFormats.of(next.format());
        if (format == null) {
            throw new VideoException(
                    Code.CORRUPT, "Cannot convert " + what + ": the frame has no pixel format. Check the file.");
        }
        geometry = Geometry.of(output, next.width(), next.height(), format, next.orientation(), what);
        shape = ImageShapes.of(output, geometry, format, what);
        ColourRule colour = ColourRule.of(
                format, next.space(), next.range(), next.primaries(), next.chromaLocation(), next.height());
        source = new SourceFrame(next, format, colour, view(colour), what);
        String cannotWhat = "Cannot convert " + what + " from " + format.name() + " to " + shape.pixelFormat();
        if (isFast(colour)) {
            if (DirectScaler.converts(output, geometry, source)) {
                direct = DirectScaler.converting(output, geometry, source, cannotWhat);
            }
        } else if (DirectScaler.packs(output, geometry)) {
            direct = DirectScaler.packing(output, geometry, cannotWhat);
        }
        String chain = chain(colour);
        if (!chain.isEmpty()) {
            graph = new FilterGraph(source, chain, cannotWhat);
        }
        if (output.format() == FrameFormat.JPEG || output.format() == FrameFormat.PNG) {
            encoder = new StillEncoder(output, geometry.width(), geometry.height(), what);
        }
        if (output.format() == FrameFormat.SURFACE && !isSurface()) {
            PlanarFormat planar = PlanarFormat.of(format);
            packer = new SurfacePacker(
                    SurfaceLayout.of(format, what),
                    PixelFormats.of(PixelFormats.number(planar.name())).bitDepth(),
                    planar.gray());
        }
    }

    private SourceFrame.View view(ColourRule colour) {
        return switch (output.format()) {
            case NATIVE -> SourceFrame.View.AS_DECODED;
            case SURFACE -> isSurface() ? SourceFrame.View.AS_DECODED : SourceFrame.View.PLANAR;
            case GRAY -> SourceFrame.View.LUMA;
            default -> isFast(colour) ? SourceFrame.View.AS_DECODED : SourceFrame.View.COLOUR;
        };
    }

    private String chain(ColourRule colour) {
        return switch (output.format()) {
            case NATIVE ->
                geometry.scales() || !geometry.isPlain()
                        ? Chains.own(output, geometry, source, format, source.formatName())
                        : "";
            case SURFACE ->
                geometry.scales() || !geometry.isPlain()
                        ? Chains.own(output, geometry, source, format, source.formatName())
                        : "";
            case GRAY -> Chains.gray(output, geometry, source);
            default ->
                isFast(colour)
                        ? direct == null ? Chains.fastColour(output, geometry, source) : ""
                        : Chains.exactColour(output, geometry, source, direct == null);
        };
    }

    /**
     * swscale knows no YCgCo, takes gray for full range whatever its tag says, and is slower at 16 bits than the exact way.
     */
    private boolean isFast(ColourRule colour) {
        return output.conversion() == Conversion.FAST
                && output.bitDepth() == 8
                && (format.rgb() || format.components() >= 3)
                && colour.matrix() != AVCOL_SPC_YCGCO;
    }

    /** Whether the decoded layout already is the hardware's. */
    private boolean isSurface() {
        return format.name().matches("nv12|nv16|p[02]1[026]le");
    }

    private NativeImage image(AVFrame frame) {
        switch (output.format()) {
            case RGB, BGR, GRAY:
                return direct == null ? planes(frame, 0) : direct(frame);
            case RGBP:
                return direct == null ? planes(frame, RED_PLANE, GREEN_PLANE, BLUE_PLANE) : direct(frame);
            case SURFACE:
                return packer == null ? ownBytes(frame) : packed(frame);
            case NATIVE:
                return ownBytes(frame);
            default:
                return still(frame);
        }
    }

    private NativeImage direct(AVFrame frame) {
        return new NativeImage(shape, to -> direct.run(frame, to), staging);
    }

    private NativeImage planes(AVFrame frame, int... order) {
        int rowBytes = (int) (shape.byteSize() / shape.height() / order.length);
        long planeBytes = (long) rowBytes * shape.height();
        return new NativeImage(
                shape,
                to -> {
                    for (int i = 0; i < order.length; i++) {
                        av_image_copy_plane(
                                to.getPointer(i * planeBytes),
                                rowBytes,
                                frame.data(order[i]),
                                frame.linesize(order[i]),
                                rowBytes,
                                shape.height());
                    }
                },
                staging);
    }

    private NativeImage ownBytes(AVFrame frame) {
        int size = (int) shape.byteSize();
        return new NativeImage(
                shape,
                to -> ImageErrors.check(
                        av_image_copy_to_buffer(
                                to,
                                size,
                                frame.data(),
                                frame.linesize(),
                                frame.format(),
                                shape.width(),
                                shape.height(),
                                1),
                        "Cannot copy a frame of " + what),
                staging);
    }

    private NativeImage packed(AVFrame frame) {
        BytePointer bytes = packed.atLeast(shape.byteSize());
        packer.pack(frame, bytes);
        return bytes(shape, bytes);
    }

    private NativeImage still(AVFrame frame) {
        AVPacket packet = encoder.encode(frame);
        ImageShape exact =
                new ImageShape(shape.width(), shape.height(), shape.channels(), shape.pixelFormat(), packet.size());
        return bytes(exact, packet.data());
    }

    private NativeImage bytes(ImageShape exact, BytePointer from) {
        return new NativeImage(exact, to -> Pointer.memcpy(to, from, exact.byteSize()), staging);
    }

    private void forgetImage() {
        if (image != null) {
            image.invalidate();
            image = null;
        }
    }

    private void release() {
        key = null;
        packer = null;
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (direct != null) {
            direct.close();
            direct = null;
        }
        if (graph != null) {
            graph.close();
            graph = null;
        }
        if (source != null) {
            source.close();
            source = null;
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
