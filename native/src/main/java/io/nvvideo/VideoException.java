package io.nvvideo;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What went wrong with a video: one unchecked, serialisable exception with a {@link Code} for programs and a sentence for
 * people.
 *
 * <p>Messages read {@code Cannot <do what> <which file, frame>: <why>. <What to do>.} A native or foreign cause is kept as
 * text, never as an object, so that the exception always travels from a Spark executor to the driver.
 */
public final class VideoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is, for callers that act on it. */
    public enum Code {
        /** The native libraries could not be loaded on this machine. */
        NATIVE_LOAD,
        /** The file does not exist (any more). */
        NOT_FOUND,
        /** The bytes could not be read from where they are stored. */
        IO,
        /** The bytes are no container that is known here, or hold no video stream. */
        NOT_A_VIDEO,
        /** The container or the stream is damaged or cut off. */
        CORRUPT,
        /** The samples are encrypted. */
        ENCRYPTED,
        /** The codec, pixel format or operation is not supported here. */
        UNSUPPORTED,
        /** The caller asked for something that cannot be: an index out of range, an impossible option. */
        INVALID_ARGUMENT,
        /** A limit that protects the process was passed: pixels, bytes, memory. */
        LIMIT_EXCEEDED,
        /** The object was closed, or the task that uses it was cancelled. */
        CANCELLED,
        /** No GPU can be used here: none is there, or the driver or its decoder is not. */
        NO_DEVICE,
        /** The driver is older than what this library needs. */
        DRIVER_TOO_OLD,
        /** The memory of the GPU, or page-locked memory of the host, is used up. */
        DEVICE_MEMORY,
        /** The GPU failed; what this process had on it is lost, and no later call on it works. */
        DEVICE_FAILED,
        /** FFmpeg or the driver failed in a way that says nothing about the file. */
        INTERNAL
    }

    private static final long NO_FRAME = -1;

    private final Code code;
    private final long frame;

    /** A failure without a deeper cause. */
    public VideoException(Code code, String message) {
        super(message);
        this.code = code;
        this.frame = NO_FRAME;
    }

    /** A failure with a cause, which is kept as text. */
    public VideoException(Code code, String message, Throwable cause) {
        super(message, new FlattenedCause(cause));
        this.code = code;
        this.frame = NO_FRAME;
    }

    private VideoException(VideoException told, long frame) {
        super(told.getMessage(), told.getCause());
        this.code = told.code;
        this.frame = frame;
        setStackTrace(told.getStackTrace());
    }

    /** The same failure with the number of the frame that failed; this one itself if it has a number already. */
    public VideoException ofFrame(long number) {
        return frame == NO_FRAME ? new VideoException(this, number) : this;
    }

    /** Number of the frame that failed, or of the first of several; -1 if it is not about a frame. */
    public long frame() {
        return frame;
    }

    /** The kind of failure. */
    public Code code() {
        return code;
    }

    /** A cause of any class as text, so that it can be serialised and read where its class is unknown. */
    private static final class FlattenedCause extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FlattenedCause(Throwable cause) {
            super(describe(cause), null, false, false);
        }

        private static String describe(Throwable cause) {
            StringWriter text = new StringWriter();
            cause.printStackTrace(new PrintWriter(text, true));
            return text.toString().strip();
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
