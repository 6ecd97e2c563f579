package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_YCGCO;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_to_buffer;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.PixelFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What frames of one kind go through to become pixels. They are read as the conversion wants them, and then scaled straight into
 * the image, or filtered, or left as they are; what comes out is copied, packed or encoded. For one thread.
 */
final class ConversionPath implements AutoCloseable {
    private final Output output;
    private final NativeBuffer packed;
    private final NativeBuffer staging;
    private final String what;
    private final PixelFormat format;
    private final Geometry geometry;
    private final ImageShape shape;
    private SourceFrame source;
    /** Null where nothing is filtered. */
    private FilterGraph graph;
    /** Null where nothing is scaled straight into the image. */
    private DirectScaler direct;
    /** Null for all outputs but jpeg and png. */
    private StillEncoder encoder;
    /** Null where nothing is interleaved. */
    private SurfacePacker packer;

    /**
     * Sets up all that the frames need.
     *
     * @param key of the frames
     * @param packed for packed pixels; stays the caller's
     * @param staging for pixels on their way to the JVM's memory; stays the caller's
     * @param what names the file in errors
     * @throws VideoException UNSUPPORTED if there is no such conversion, LIMIT_EXCEEDED if the picture is too large, CORRUPT if
     *     the frames have no pixel format
     */
    ConversionPath(Output output, SourceKey key, NativeBuffer packed, NativeBuffer staging, String what) {
        this.output = output;
        this.packed = packed;
        this.staging = staging;
        this.what = what;
        format = PixelFormats.of(key.format());
        if (format == null) {
            throw new VideoException(
                    Code.CORRUPT, "Cannot convert " + what + ": the frame has no pixel format. Check the file.");
        }
        geometry = Geometry.of(output, key.width(), key.height(), format, key.orientation(), what);
        shape = ImageShapes.of(output, geometry, format, what);
        try {
            setUp(key);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The pixels of a frame, which is left as it is; valid until the next one is converted. */
    NativeImage convert(AVFrame decoded) {
        AVFrame frame = source.of(decoded);
        return image(graph == null ? frame : graph.run(frame));
    }

    private void setUp(SourceKey key) {
        ColourRule colour =
                ColourRule.of(format, key.space(), key.range(), key.primaries(), key.chromaLocation(), key.height());
        source = new SourceFrame(key, format, colour, view(colour), what);
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
            case NATIVE, SURFACE ->
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
                return direct == null
                        ? planes(frame, PlanarFormat.RED_PLANE, PlanarFormat.GREEN_PLANE, PlanarFormat.BLUE_PLANE)
                        : direct(frame);
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

    /** Safe to call twice. */
    @Override
    public void close() {
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
}
