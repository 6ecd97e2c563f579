package io.nvvideo;

import io.nvvideo.decode.nvdec.DecodingGpu;
import io.nvvideo.media.PixelFormat;
import java.util.List;
import java.util.Optional;

/** What a GPU's self-test comes to, codec by codec, and how long it takes. Exit status 2: it does not pass. */
public final class SelfTestReport {
    private static final PixelFormat YUV420P = new PixelFormat("yuv420p", 3, 8, 1, 1, false, false, false);

    private SelfTestReport() {}

    /** The GPU. */
    public static void main(String[] arguments) {
        GpuOptions wishes = GpuOptions.DEFAULT.withDevice(Device.parse("cuda:" + arguments[0]));
        DecodingGpu gpu = GpuChoice.required(wishes);
        boolean passed = true;
        for (String codec : List.of("h264", "hevc", "vp9", "av1")) {
            Optional<String> cannot = gpu.reasonAgainst(codec, YUV420P, 200, 152);
            if (cannot.isPresent()) {
                System.out.printf("Self-test %s: not on this chip, %s%n", codec, cannot.get());
                continue;
            }
            long began = System.nanoTime();
            Optional<String> reason = KnownAnswers.reasonAgainst(gpu, wishes, codec);
            passed &= reason.isEmpty();
            System.out.printf(
                    "Self-test %s: %s, %d ms%n",
                    codec, reason.orElse("passed"), (System.nanoTime() - began) / 1_000_000);
        }
        System.exit(passed ? 0 : 2);
    }
}
