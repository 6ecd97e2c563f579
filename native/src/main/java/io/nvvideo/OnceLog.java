package io.nvvideo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a thing once in a JVM, however many videos it is true of. */
final class OnceLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.nvvideo");
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private OnceLog() {}

    static void warn(String text, String what) {
        if (SAID.add(text + what)) {
            LOG.warn(text, what);
        }
    }

    static void info(String text, String what) {
        if (SAID.add(text + what)) {
            LOG.info(text, what);
        }
    }

    static void debug(String text, String what) {
        if (SAID.add(text + what)) {
            LOG.debug(text, what);
        }
    }
}
