package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CuvidDevice;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.ffmpeg.Planes;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageConverter;
import io.nvvideo.image.SurfaceLayout;
import io.nvvideo.image.SurfaceUnpacker;
import io.nvvideo.media.PixelFormat;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes of a frame that one of FFmpeg's decoders for GPUs gives, in the hardware's layout and in the GPU's memory, the frame that
 * a decoder of the CPU gives; from there everything is as it is on the CPU, bit by bit.
 */
final class CuvidPixels implements AutoCloseable {
    /** What a decoder that is open writes. */
    private record Shape(int width, int height, int codedWidth, int codedHeight, int format) {
        static Shape of(AVCodecContext decoder) {
            return new Shape(
                    decoder.width(),
                    decoder.height(),
                    decoder.coded_width(),
                    decoder.coded_height(),
                    decoder.sw_pix_fmt());
        }
    }

    private final CuvidDevice device;
    private final NvdecCodec codec;
    private final StreamFormat format;
    private final String what;
    private Reading reading;
    private ImageConverter converter;
    private AVFrame frame;
    /** Null until the open decoder has given a picture. */
    private Shape shape;

    private VideoSequence sequence;
    private StreamFormat.Look look;
    private SurfaceLayout layout;

    CuvidPixels(CuvidDevice device, NvdecCodec codec, StreamFormat format, String what) {
        this.device = device;
        this.codec = codec;
        this.format = format;
        this.what = what;
    }

    void begin(Reading next) {
        close();
        reading = next;
        converter = new ImageConverter(next.output(), what);
    }

    /** A packet that may be the first of a session. */
    void look(AVPacket packet, boolean first) {
        if (first) {
            format.begin(packet);
        }
    }

    /** The decoder is opened anew. */
    void restart() {
        shape = null;
    }

    /**
     * To be called for each picture.
     *
     * @param width pixels that are shown; 0: as many as the decoder gives
     * @param height pixels that are shown; 0: as many as the decoder gives
     * @throws VideoException UNSUPPORTED if it is not the picture that the CPU would give
     */
    void settle(AVCodecContext decoder, int width, int height) {
        Shape now = Shape.of(decoder);
        if (shape != null && !shape.equals(now)) {
            // Pictures of the decoder before are taken from the one that it has made since.
            throw unsupported("its pictures change from " + shape.width() + "x" + shape.height() + " to " + now.width()
                    + "x" + now.height() + " without a beginning");
        }
        if (shape == null) {
            if (width > 0 && (now.width() != even(width) || now.height() != even(height))) {
                throw unsupported("its pictures have " + now.width() + "x" + now.height() + " pixels, and not " + width
                        + "x" + height + " as its headers say");
            }
            shape = now;
            PixelFormat surface = PixelFormats.of(now.format());
            sequence = format.shown(
                    sequence(decoder, surface, width > 0 ? width : now.width(), height > 0 ? height : now.height()));
            look = format.of(sequence);
            layout = SurfaceLayout.of(surface, what);
        }
    }

    private static int even(int side) {
        return side + side % 2;
    }

    private VideoException unsupported(String reason) {
        return new VideoException(
                Code.UNSUPPORTED,
                "Cannot decode " + what + " on " + device + ": " + reason + ". Use device=auto or device=cpu.");
    }

    private VideoSequence sequence(AVCodecContext decoder, PixelFormat surface, int width, int height) {
        return new VideoSequence(
                codec,
                chroma(surface),
                bitDepth(surface),
                decoder.coded_width(),
                decoder.coded_height(),
                0,
                0,
                width,
                height,
                0,
                true,
                new VideoSequence.Signal(
                        decoder.color_range() == AVCOL_RANGE_JPEG, decoder.color_primaries(), decoder.colorspace()));
    }

    /** Gray comes as 4:2:0. */
    private NvdecChroma chroma(PixelFormat surface) {
        NvdecChroma chroma = StreamFormat.chroma(surface);
        boolean gray = format.stated() != null && StreamFormat.chroma(format.stated()) == NvdecChroma.MONOCHROME;
        return gray && chroma == NvdecChroma.YUV420 ? NvdecChroma.MONOCHROME : chroma;
    }

    /** P016 and its like hold all that is more than 8 bits. */
    private int bitDepth(PixelFormat surface) {
        boolean deep = format.stated() != null && format.stated().bitDepth() > 8;
        return surface.bitDepth() > 12 ? deep ? format.stated().bitDepth() : 12 : surface.bitDepth();
    }

    /** The image of a picture, valid until the next one is made. */
    Image image(AVFrame onGpu) {
        forget();
        AVFrame surface = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
        try {
            String cannot = "Cannot copy a picture of " + what + " from " + device;
            FfmpegErrors.check(av_hwframe_transfer_data(surface, onGpu, 0), cannot);
            device.check(cannot);
            frame = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
            frame.width(sequence.width()).height(sequence.height());
            look.writeTo(frame);
            FfmpegErrors.check(Planes.allocate(frame), "Cannot make a frame of " + what);
            new SurfaceUnpacker(layout, look.format().bitDepth(), sequence.chroma() == NvdecChroma.MONOCHROME)
                    .unpack(samples(surface), frame);
        } finally {
            av_frame_free(surface);
        }
        return converter.convert(frame, reading.orientation());
    }

    /** FFmpeg puts all planes into one piece of memory. */
    private SurfaceUnpacker.Samples samples(AVFrame surface) {
        BytePointer luma = surface.data(0);
        long start = luma.address();
        long end = surface.buf(0).data().address() + surface.buf(0).size();
        ByteBuffer bytes = new BytePointer(luma).capacity(end - start).asByteBuffer();
        int chroma = Math.toIntExact(surface.data(1).address() - start);
        int red = layout.interleaved()
                ? chroma + layout.bytesPerSample()
                : Math.toIntExact(surface.data(2).address() - start);
        return new SurfaceUnpacker.Samples(bytes, surface.linesize(0), surface.linesize(1), chroma, red);
    }

    /** The image is gone. */
    void forget() {
        if (frame != null) {
            av_frame_free(frame);
            frame = null;
        }
    }

    /** May begin another reading. */
    @Override
    public void close() {
        forget();
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }
}
