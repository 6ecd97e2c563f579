package io.nvvideo.rates;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What the names of {@code ci/gpu/videos} say: clip-h264-360p.mp4, long-hevc-gop250.mp4. */
final class RateVideos {
    static final String CLIP = "clip-";
    static final String LONG = "long-";
    static final List<String> CODECS = List.of("h264", "hevc");

    /** H.264 before HEVC, small before large. */
    static final Comparator<Path> BY_CODEC_AND_SIZE =
            Comparator.comparing((Path file) -> name(file).split("-")[0]).thenComparing(RateVideos::number);

    private RateVideos() {}

    /** Without what all have in common. */
    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("^[a-z]+-", "").replaceFirst("\\.[^.]*$", "");
    }

    /** Lines of a clip, frames of a GOP. */
    private static int number(Path file) {
        return Integer.parseInt(name(file).replaceAll("^[^-]*-[a-z]*|p$", ""));
    }

    static boolean isAtMost1080(Path file) {
        return number(file) <= 1080;
    }
}
