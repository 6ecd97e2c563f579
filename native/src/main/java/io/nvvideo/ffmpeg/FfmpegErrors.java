package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_BUG;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's error numbers as sentences and codes. */
public final class FfmpegErrors {
    /** ENOMEM as FFmpeg returns it. */
    public static final int OUT_OF_MEMORY = -12;

    private FfmpegErrors() {}

    /** FFmpeg's own text for an error number, such as "Invalid data found when processing input". */
    public static String text(int error) {
        byte[] buffer = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(error, buffer, buffer.length);
        int end = 0;
        while (end < buffer.length && buffer[end] != 0) {
            end++;
        }
        return new String(buffer, 0, end, java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Returns {@code result} if it is no error.
     *
     * @throws VideoException that begins with {@code cannotWhat}
     */
    public static int check(int result, String cannotWhat) {
        if (result < 0) {
            throw exception(result, cannotWhat);
        }
        return result;
    }

    /** Never null: what FFmpeg's allocation function returned, or an exception. */
    public static <T extends org.bytedeco.javacpp.Pointer> T allocated(T pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new VideoException(
                    Code.LIMIT_EXCEEDED,
                    "Cannot allocate " + what + ": out of native memory. Raise spark.executor.memoryOverhead.");
        }
        return pointer;
    }

    /** The exception for an error number; {@code cannotWhat} reads "Cannot decode file:/x.mp4". */
    public static VideoException exception(int error, String cannotWhat) {
        Code code = Code.CORRUPT;
        String advice = "The file is damaged, cut off, or no video; option mode=PERMISSIVE reads what can be read.";
        if (error == OUT_OF_MEMORY) {
            code = Code.LIMIT_EXCEEDED;
            advice = "Raise spark.executor.memoryOverhead.";
        } else if (error == AVERROR_EXIT()) {
            code = Code.CANCELLED;
            advice = "The task was cancelled.";
        } else if (error == AVERROR_DECODER_NOT_FOUND()
                || error == AVERROR_PATCHWELCOME()
                || error == avutil.AVERROR_ENOSYS()) {
            code = Code.UNSUPPORTED;
            advice = "This FFmpeg build cannot do it.";
        } else if (error == AVERROR_BUG()) {
            code = Code.INTERNAL;
            advice = "Please report it with the file.";
        }
        return new VideoException(code, cannotWhat + ": " + text(error) + ". " + advice);
    }
}
