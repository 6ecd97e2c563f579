package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.CudaDevices;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.ParserLatency;

/** What all scenarios of the mock driver do: open streams on its first GPU, and print what they see. */
abstract class Scenario {
    static final NvdecStream.Pictures NOBODY = (picture, sequence, session) -> {};

    final CudaDevice device = CudaDevices.named("0");

    final NvdecStream open(SessionPool pool, NvdecCodec codec, NvdecStream.Pictures pictures) {
        return new NvdecStream(
                device,
                pool,
                codec,
                new StreamOptions(0, 0, ParserLatency.LOW, false, () -> false),
                pictures,
                "file:/a.mp4");
    }

    static void say(SessionPool pool, String what) {
        SessionPool.Statistics now = pool.statistics();
        System.out.println(what + ": " + now.created() + " created, " + now.reconfigured() + " reconfigured, "
                + now.reused() + " reused");
    }

    static void tell(Runnable work) {
        try {
            work.run();
            System.out.println("fine");
        } catch (VideoException e) {
            System.out.println(e.code() + " " + e.getMessage());
        } catch (RuntimeException | Error e) {
            System.out.println(e);
        }
    }
}
