package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.Surface;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.Planes;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageConverter;
import io.nvvideo.image.SurfaceUnpacker;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Samples travel as NVDEC wrote them, and become the frame that a decoder of the CPU gives; from there everything is as it is
 * on the CPU, bit by bit.
 */
final class HostPath implements PixelPath {
    private final PathSetup setup;
    private final ImageConverter converter;

    HostPath(PathSetup setup, ImageConverter converter) {
        this.setup = setup;
        this.converter = converter;
    }

    @Override
    public Pixels take(DuePicture picture, NvdecSession session) {
        PixelBuffer buffer = null;
        try (NvdecSession.Mapped mapped = session.map(picture, setup.queue())) {
            Surface surface = setup.shown(mapped);
            buffer = setup.gpu().buffers().take(surface.byteSpan());
            buffer.fetch(surface, setup.queue());
            return new Host(buffer, surface, buffer.await());
        } catch (RuntimeException | Error e) {
            if (buffer != null) {
                buffer.close();
            }
            throw e;
        }
    }

    private boolean isMonochrome() {
        return setup.sequence().chroma() == NvdecChroma.MONOCHROME;
    }

    private final class Host implements Pixels {
        private final PixelBuffer buffer;
        private final Surface surface;
        private final ByteBuffer samples;
        private AVFrame frame;

        Host(PixelBuffer buffer, Surface surface, ByteBuffer samples) {
            this.buffer = buffer;
            this.surface = surface;
            this.samples = samples;
        }

        @Override
        public Image image() {
            frame = FfmpegErrors.allocated(av_frame_alloc(), "a frame");
            frame.width(surface.width()).height(surface.height());
            setup.look().writeTo(frame);
            FfmpegErrors.check(Planes.allocate(frame), "Cannot make a frame of " + setup.what());
            new SurfaceUnpacker(surface.layout(), setup.look().format().bitDepth(), isMonochrome())
                    .unpack(
                            new SurfaceUnpacker.Samples(
                                    samples,
                                    surface.lumaPitch(),
                                    surface.chromaPitch(),
                                    Math.toIntExact(surface.chroma() - surface.luma()),
                                    Math.toIntExact(surface.red() - surface.luma())),
                            frame);
            return converter.convert(frame, setup.orientation());
        }

        @Override
        public void release() {
            if (frame != null) {
                av_frame_unref(frame);
                av_frame_free(frame);
                frame = null;
            }
            setup.gpu().buffers().giveBack(buffer);
        }
    }
}
