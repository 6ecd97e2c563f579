package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;

/** Errors of filters, scalers and encoders: they say what cannot be converted, not that the file is damaged. */
final class ImageErrors {
    private ImageErrors() {}

    /** Returns {@code result} if it is no error; {@code cannotWhat} reads "Cannot convert x.mp4". */
    static int check(int result, String cannotWhat) {
        if (result == FfmpegErrors.OUT_OF_MEMORY) {
            throw FfmpegErrors.exception(result, cannotWhat);
        }
        if (result < 0) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    cannotWhat + ": FFmpeg's conversion says \"" + FfmpegErrors.text(result)
                            + "\". Use frameFormat=native, which hands the pixels out as they are.");
        }
        return result;
    }
}
