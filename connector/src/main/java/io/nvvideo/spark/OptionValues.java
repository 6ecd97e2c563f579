package io.nvvideo.spark;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The options of one read, all of them known. An option wins over the session's setting, which wins over the default. */
final class OptionValues {
    /** Settings of a Hadoop file system may be given with a read, as for Spark's own file sources. */
    private static final String FILE_SYSTEM = "fs.";

    private final CaseInsensitiveStringMap given;
    private final SessionConf conf;

    private OptionValues(CaseInsensitiveStringMap given, SessionConf conf) {
        this.given = given;
        this.conf = conf;
    }

    /**
     * Checks the names.
     *
     * @param given what the user gave and, below it, the session's {@code spark.datasource.nvvideo.*}
     * @throws VideoException if there is no option of that name
     */
    static OptionValues of(CaseInsensitiveStringMap given, SessionConf conf) {
        for (String name : given.asCaseSensitiveMap().keySet()) {
            boolean known = name.startsWith(FILE_SYSTEM)
                    || Options.ALL.stream().anyMatch(option -> option.name().equalsIgnoreCase(name));
            if (!known) {
                throw unknown(name);
            }
        }
        return new OptionValues(given, conf);
    }

    /** The value of an option, checked. */
    <T> T get(VideoOption<T> option) {
        return option.value(given.get(option.name()), conf);
    }

    /** Whether the user gave the option, whatever its value. */
    boolean isGiven(VideoOption<?> option) {
        return given.containsKey(option.name());
    }

    /** The value of an option as the user wrote it; null if it is not given. */
    String text(VideoOption<?> option) {
        return given.get(option.name());
    }

    SessionConf conf() {
        return conf;
    }

    /** The options for Spark's lister: those that it knows, and settings of file systems. */
    Map<String, String> ofListing() {
        Map<String, String> listing = new LinkedHashMap<>();
        given.asCaseSensitiveMap().forEach((name, value) -> {
            if (name.startsWith(FILE_SYSTEM)) {
                listing.put(name, value);
            }
        });
        for (VideoOption<String> option : Options.OF_LISTING) {
            String value = get(option);
            if (value != null) {
                listing.put(option.name(), value);
            }
        }
        if (get(Options.IGNORE_MISSING_FILES)) {
            // A file may vanish while it is listed.
            listing.put(Options.IGNORE_MISSING_FILES.name(), "true");
        }
        return listing;
    }

    private static VideoException unknown(String name) {
        Optional<String> nearest = nearest(name);
        return new VideoException(
                Code.INVALID_ARGUMENT,
                "Cannot read with option '" + name + "': there is no such option."
                        + nearest.map(it -> " Did you mean '" + it + "'?")
                                .orElse(" The README lists the options there are."));
    }

    /** The option whose name is nearest, if it is near: at most two letters of five differ. */
    private static Optional<String> nearest(String name) {
        List<String> names = Options.ALL.stream().<String>map(VideoOption::name).toList();
        return names.stream()
                .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
                .filter(candidate -> distance(candidate, name) * 5 <= 2 * Math.max(candidate.length(), name.length()));
    }

    /** Levenshtein's distance: insertions, deletions and replacements from one to the other, whatever the case. */
    static int distance(String a, String b) {
        String from = a.toLowerCase(Locale.ROOT);
        String to = b.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
