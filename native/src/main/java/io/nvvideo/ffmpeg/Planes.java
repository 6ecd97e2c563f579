package io.nvvideo.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Memory for the planes of a frame. */
public final class Planes {
    /** Of rows, in bytes: what the widest vector instructions load at once (AVX-512). */
    private static final int ALIGNMENT = 64;

    private Planes() {}

    /**
     * Allocates the planes that format, width and height of a frame say; the frame owns them.
     *
     * @return negative if that failed, as FFmpeg's error
     */
    public static int allocate(AVFrame frame) {
        return av_frame_get_buffer(frame, ALIGNMENT);
    }
}
