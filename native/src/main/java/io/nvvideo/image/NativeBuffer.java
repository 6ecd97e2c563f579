package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.nvvideo.ffmpeg.FfmpegErrors;
import org.bytedeco.javacpp.BytePointer;

/** Native memory that grows to the largest size asked for and is kept until closed. */
final class NativeBuffer implements AutoCloseable {
    private BytePointer memory;
    private long size;

    /** At least that many bytes, as they happen to be; the last pointer is void if it was smaller. */
    BytePointer atLeast(long bytes) {
        if (memory == null || size < bytes) {
            close();
            memory = new BytePointer(
                    FfmpegErrors.allocated(av_malloc(Math.max(1, bytes)), bytes + " bytes for an image"));
            size = bytes;
        }
        // JavaCPP does not know how much av_malloc gave.
        return new BytePointer(memory).capacity(bytes);
    }

    @Override
    public void close() {
        if (memory != null) {
            av_free(memory);
            memory = null;
            size = 0;
        }
    }
}
