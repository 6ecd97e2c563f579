package io.nvvideo.ffmpeg;

import io.nvvideo.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.LoggerFactory;

/**
 * The native libraries, loaded once per JVM and softly: a failure is kept and told on every use, with the facts that explain
 * it. Every class that touches FFmpeg calls {@link #require()} before it does.
 */
public final class Natives {
    /**
     * The largest single piece of memory that FFmpeg may take: a few bytes of a header can claim tables of gigabytes. It is
     * enough for the tables of 16 million samples, and for 16-bit RGB of 64 megapixels.
     */
    public static final long MAX_ALLOCATION_BYTES = 384L << 20;

    private Natives() {}

    /** Result of the one attempt to load; the class initialiser of a holder is the JVM's own once. */
    private static final class Attempt {
        static final Throwable FAILURE = load();

        private static Throwable load() {
            try {
                JavaCpp.liftMemoryLimit();
                if (Pointer.maxPhysicalBytes() > 0) {
                    // Not a field: the probe of a bare GPU host has no slf4j, which Spark brings elsewhere.
                    LoggerFactory.getLogger(Natives.class)
                            .warn(
                                    "Another library initialised JavaCPP first, with a limit of {} bytes on the memory of the"
                                            + " whole process. Add -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 to"
                                            + " spark.executor.extraJavaOptions to avoid stalls.",
                                    Pointer.maxPhysicalBytes());
                }
                Loader.load(avutil.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
                Loader.load(swscale.class);
                Loader.load(avfilter.class);
                avutil.av_log_set_level(avutil.AV_LOG_FATAL);
                avutil.av_max_alloc(MAX_ALLOCATION_BYTES);
                return null;
            } catch (LinkageError | RuntimeException e) {
                return e;
            }
        }
    }

    /**
     * Loads the libraries if that has not been tried yet.
     *
     * @throws VideoException with code NATIVE_LOAD and the reason, each time, if they cannot be loaded here
     */
    public static void require() {
        if (Attempt.FAILURE != null) {
            throw new VideoException(
                    VideoException.Code.NATIVE_LOAD,
                    "Cannot load FFmpeg on this machine: " + rootMessage(Attempt.FAILURE) + ". Facts: " + facts()
                            + ". The libraries in this jar are for Linux x86_64 with glibc 2.35 or newer (Ubuntu 22.04,"
                            + " Debian 12, RHEL 10); on another system put the presets for it on the class path, and if the"
                            + " cache folder is not writable or is mounted noexec set"
                            + " -Dorg.bytedeco.javacpp.cachedir=<folder>.",
                    Attempt.FAILURE);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.replaceAll("\\.+$", "");
    }

    /** What decides whether the libraries load: system, architecture, C library, driver. */
    static String facts() {
        return "os " + System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + System.getProperty("os.arch")
                + ", Java " + System.getProperty("java.version") + ", " + libc() + ", NVIDIA driver " + nvidiaDriver();
    }

    private static String libc() {
        for (String folder : new String[] {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/lib"}) {
            Path file = Path.of(folder, "libc.so.6");
            if (Files.exists(file)) {
                return glibcVersion(file);
            }
        }
        return "no glibc found";
    }

    /** The newest GLIBC_2.x symbol version that the C library exports, which is its version. */
    private static String glibcVersion(Path libc) {
        try {
            String text = new String(Files.readAllBytes(libc), java.nio.charset.StandardCharsets.ISO_8859_1);
            int newest = -1;
            var matcher = java.util.regex.Pattern.compile("GLIBC_2\\.(\\d+)").matcher(text);
            while (matcher.find()) {
                newest = Math.max(newest, Integer.parseInt(matcher.group(1)));
            }
            return newest < 0 ? "unknown glibc" : "glibc 2." + newest;
        } catch (IOException e) {
            return "unreadable glibc";
        }
    }

    private static String nvidiaDriver() {
        Path version = Path.of("/proc/driver/nvidia/version");
        if (!Files.exists(version)) {
            return "none";
        }
        try (Stream<String> lines = Files.lines(version)) {
            return lines.findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
