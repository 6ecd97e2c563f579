package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.CudaStream;
import io.nvvideo.cuda.DeviceMemory;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.PinnedMemory;
import io.nvvideo.cuda.PixelKernels;
import io.nvvideo.cuda.Surface;
import io.nvvideo.image.ColourRule;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Geometry;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.util.List;

/** What {@link NvdecStreamTest} has run in JVMs that have the mock driver; each prints what it saw. */
public final class NvdecScenarios extends Scenario {
    private NvdecScenarios() {}

    /** The first argument says which. */
    public static void main(String[] arguments) throws Exception {
        NvdecScenarios scenarios = new NvdecScenarios();
        switch (arguments[0]) {
            case "pictures" -> scenarios.pictures();
            case "change" -> scenarios.change();
            case "vp9" -> scenarios.vp9();
            case "refused" -> scenarios.refused();
            case "failures" -> scenarios.failures();
            case "recovery" -> scenarios.recovery();
            default -> new SessionScenarios().run(arguments[0]);
        }
    }

    /** Pictures of known values are mapped and converted, but for those that nobody wants. */
    private void pictures() {
        Output output = Output.RGB.withFormat(FrameFormat.GRAY);
        try (SessionPool pool = new SessionPool(device, 1, 1);
                PixelKernels kernels = new PixelKernels(device);
                PinnedMemory host = new PinnedMemory(device, 320 * 240);
                DeviceMemory pixels = new DeviceMemory(device, 320 * 240);
                CudaStream queue = new CudaStream(device);
                NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                    if (picture.timestamp() == 20) {
                        System.out.println("left out " + picture.timestamp());
                        return;
                    }
                    try (NvdecSession.Mapped mapped = session.map(picture, queue)) {
                        Surface surface = mapped.surface().cut(sequence.width(), sequence.height());
                        PixelFormat format = new PixelFormat("nv12", 3, 8, 1, 1, false, false, false);
                        Geometry geometry = Geometry.of(
                                output, surface.width(), surface.height(), format, Orientation.UPRIGHT, "a test");
                        kernels.convert(surface, new ColourRule(1, true, 1), geometry, output, pixels, queue);
                        queue.synchronize();
                    }
                    int count = sequence.width() * sequence.height();
                    pixels.copyTo(host, count, queue);
                    queue.synchronize();
                    System.out.println(picture.timestamp() + ": " + sequence.width() + "x" + sequence.height() + " of "
                            + host.bytes().get(0) + " and " + host.bytes().get(count - 1)
                            + (session.isDamaged(picture.surface()) ? ", damaged" : ""));
                })) {
            new Script().headers(8, 320, 240, 0, 3).picture(0, 10).send(stream, 0);
            new Script().picture(1, 11).due(0).send(stream, 10);
            new Script().picture(2, 12).due(2).send(stream, 20);
            new Script().picture(0, 13).due(1).due(0).send(stream, 30);
            stream.end();
        }
    }

    /** Headers that change in mid-stream. */
    private void change() {
        try (SessionPool pool = new SessionPool(device, 4, 1);
                NvdecStream stream = open(
                        pool,
                        NvdecCodec.HEVC,
                        (picture, sequence, session) -> System.out.println(
                                picture.timestamp() + " " + sequence.width() + "x" + sequence.height() + " by one for "
                                        + session.kind().maxWidth()))) {
            new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0).send(stream, 1);
            new Script().headers(8, 480, 256, 2, 2).picture(0, 2).due(0).send(stream, 2);
            new Script().headers(8, 1280, 720, 0, 0).picture(0, 3).due(0).send(stream, 3);
            new Script().headers(8, 320, 240, 0, 0).picture(0, 4).due(0).send(stream, 4);
            say(pool, "end");
        }
    }

    /** Frames of another size, without a key frame. */
    private void vp9() {
        try (SessionPool pool = new SessionPool(device, 4, 1);
                NvdecStream stream = open(
                        pool,
                        NvdecCodec.VP9,
                        (picture, sequence, session) -> System.out.println(
                                picture.timestamp() + " " + sequence.width() + "x" + sequence.height() + " by one for "
                                        + session.kind().maxWidth()))) {
            new Script().headers(8, 1280, 720, 0, 0).picture(0, 1).due(0).send(stream, 1);
            new Script().headers(8, 320, 240, 0, 0).picture(0, 2).due(0).send(stream, 2);
            new Script().headers(8, 1520, 720, 8, 8).picture(0, 3).due(0).send(stream, 3);
            tell(() -> new Script().headers(8, 1920, 1088, 0, 0).picture(0, 4).send(stream, 4));
            say(pool, "end");
        }
    }

    /** A session that could not be set to other headers, and the next stream. */
    private void refused() {
        try (SessionPool pool = new SessionPool(device, 4, 1)) {
            for (int i = 0; i < 2; i++) {
                try (NvdecStream stream = open(pool, NvdecCodec.HEVC, NOBODY)) {
                    tell(() -> new Script().headers(8, 320, 240, 0, 0).send(stream, 1));
                    tell(() -> new Script().headers(8, 480, 256, 0, 0).send(stream, 2));
                }
            }
            say(pool, "end");
        }
    }

    /** What goes wrong inside of callbacks comes out of the call that fed the packet, and nowhere else. */
    private void failures() {
        try (SessionPool pool = new SessionPool(device, 2, 1)) {
            Script whole = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
            for (RuntimeException thrown :
                    List.of(new IllegalStateException("the reader"), new RuntimeException("twice"))) {
                try (NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                    throw thrown;
                })) {
                    tell(() -> whole.send(stream, 0));
                }
            }
            try (NvdecStream stream = open(pool, NvdecCodec.HEVC, (picture, sequence, session) -> {
                throw new AssertionError("an error");
            })) {
                tell(() -> whole.send(stream, 0));
            }
            try (NvdecStream stream = open(pool, NvdecCodec.JPEG, NOBODY)) {
                tell(() -> whole.send(stream, 0));
            }
            try (NvdecStream stream = open(pool, NvdecCodec.HEVC, NOBODY)) {
                tell(() -> new Script().headers(8, 128, 128, 0, 0).send(stream, 0));
                tell(() -> new Script().headers(2, 8, 320, 240, 0, 0, 0).send(stream, 0));
                tell(() -> new Script().picture(0, 1).send(stream, 0));
                tell(() -> whole.send(stream, 0));
            }
            NvdecStream over = open(pool, NvdecCodec.HEVC, NOBODY);
            over.close();
            tell(() -> whole.send(over, 0));
            say(pool, "end");
        }
    }

    /** A session that failed in the middle of a picture is not used again; the next stream has another. */
    private void recovery() {
        try (SessionPool pool = new SessionPool(device, 2, 1)) {
            Script whole = new Script().headers(8, 320, 240, 0, 0).picture(0, 1).due(0);
            for (int i = 0; i < 3; i++) {
                try (NvdecStream stream = open(pool, NvdecCodec.HEVC, NOBODY)) {
                    tell(() -> whole.send(stream, 0));
                }
                say(pool, "after");
            }
        }
    }
}
