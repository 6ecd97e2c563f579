package io.nvvideo.fuzz;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Listens to FFmpeg's log, for damage that its decoders tell of nowhere else (FFmpeg 8.0.1): what they make up for it depends on all that
 * they have decoded before.
 */
final class FfmpegGuesses {
    private static final List<String> ONLY_LOGGED = List.of(
            // FFV1: a damaged slice is that of the picture that was decoded before.
            "slice CRC mismatch",
            // H.264: a picture that was lost is another one, and which depends on those that were left out.
            "reference picture missing during reorder",
            "Missing reference picture",
            "Frame num gap",
            "number of reference frames",
            // MPEG-4: how times are written is found out from the pictures that happen to come.
            "missing VOL header");

    private static volatile boolean heard;

    /** FFmpeg keeps no more than its address. */
    private static final LogCallback LISTENER = new LogCallback() {
        @Override
        public void call(int level, BytePointer message) {
            String text = message.getString();
            if (ONLY_LOGGED.stream().anyMatch(text::contains)) {
                heard = true;
            }
        }
    };

    private FfmpegGuesses() {}

    static void listen() {
        avutil.av_log_set_level(avutil.AV_LOG_WARNING);
        avutil.setLogCallback(LISTENER);
        heard = false;
    }

    /** Whether there were any since {@link #listen()}. */
    static boolean heard() {
        return heard;
    }
}
