package io.nvvideo.rates;

import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * A line of a table, which {@code ci/gpu/report.py} puts together from those of all programs.
 *
 * @param table which one
 * @param video what was read
 * @param what was asked of it
 * @param who did it
 * @param how it was done
 */
record RateLine(String table, String video, String what, int threads, String who, String how) {

    /** Measures, and prints the line or why there is none: one that fails must not keep the others out. */
    void print(Callable<Together.Rate> measurement) {
        String result;
        try {
            result = json(measurement.call());
        } catch (Exception | LinkageError e) {
            result = "\"error\": " + text(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
        System.out.printf(
                "{\"table\": %s, \"video\": %s, \"what\": %s, \"threads\": %d, \"who\": %s, \"how\": %s, %s}%n",
                text(table), text(video), text(what), threads, text(who), text(how), result);
        System.out.flush();
    }

    private static String json(Together.Rate rate) {
        return String.format(
                Locale.ROOT,
                "\"pieces\": %d, \"frames\": %d, \"seconds\": %.4f, \"without_opening\": %.1f",
                rate.pieces(),
                rate.frames(),
                rate.seconds(),
                rate.framesPerSecondWithoutOpening());
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }
}
