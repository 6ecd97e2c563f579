package io.nvvideo.spark.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/** What to do about a failure: the options {@code mode}, {@code ignoreCorruptFiles} and {@code ignoreMissingFiles}. */
record FailurePolicy(ReadMode mode, boolean ignoreCorruptFiles, boolean ignoreMissingFiles) implements Serializable {

    /** What becomes of a failure. */
    enum Decision {
        /** The task fails. */
        FAIL,
        /** The rest of the file is passed over. */
        SKIP_FILE,
        /** What failed is passed over. */
        DROP,
        /** What failed is told of in a row. */
        REPORT
    }

    /** These say nothing about the file: to pass over them would lose good data. */
    private static final Set<Code> NEVER_SWALLOWED = EnumSet.of(
            Code.LIMIT_EXCEEDED,
            Code.NATIVE_LOAD,
            Code.NO_DEVICE,
            Code.DRIVER_TOO_OLD,
            Code.DEVICE_MEMORY,
            Code.DEVICE_FAILED,
            Code.CANCELLED,
            Code.INTERNAL);

    static FailurePolicy of(ReadOptions options) {
        return new FailurePolicy(options.mode(), options.ignoreCorruptFiles(), options.ignoreMissingFiles());
    }

    /** What becomes of a failure of that kind. */
    Decision decide(Code code) {
        if (NEVER_SWALLOWED.contains(code)) {
            return Decision.FAIL;
        }
        if (code == Code.NOT_FOUND && ignoreMissingFiles) {
            return Decision.SKIP_FILE;
        }
        // An explicit mode says more than ignoreCorruptFiles, which may come from the session.
        if (mode == ReadMode.PERMISSIVE) {
            return Decision.REPORT;
        }
        if (code == Code.IO) {
            // No right to read, a store that does not answer, a file that has changed: the video may well be whole.
            return Decision.FAIL;
        }
        if (mode == ReadMode.DROPMALFORMED) {
            return Decision.DROP;
        }
        boolean aboutTheFile = code != Code.NOT_FOUND && code != Code.INVALID_ARGUMENT;
        return ignoreCorruptFiles && aboutTheFile ? Decision.SKIP_FILE : Decision.FAIL;
    }

    /** The same for a failure. */
    Decision decide(VideoException failure) {
        return decide(failure.code());
    }
}
