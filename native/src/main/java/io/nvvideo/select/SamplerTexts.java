package io.nvvideo.select;

import io.nvvideo.select.Sampler.Listed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the lists that people write for samplers. */
final class SamplerTexts {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");

    private SamplerTexts() {}

    /** The entries of a list such as {@code 0,30,-1,10:20,::25}. */
    static List<Listed.Item> items(String text) {
        List<Listed.Item> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (item.isBlank()) {
                throw new IllegalArgumentException(
                        "an entry of '" + text + "' is empty; write it like 0,30,-1,10:20,::25");
            }
            items.add(item(item.strip()));
        }
        return items;
    }

    private static Listed.Item item(String text) {
        if (text.indexOf(':') < 0) {
            return new Listed.At(whole(text, text));
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException("'" + text + "' is no slice; write it like from:to or from:to:step");
        }
        Integer step = parts.length < 3 ? null : bound(parts[2], text);
        if (step != null && step == 0) {
            throw new IllegalArgumentException("the step of '" + text + "' cannot be 0");
        }
        return new Listed.Range(bound(parts[0], text), bound(parts[1], text), step == null ? 1 : step);
    }

    private static Integer bound(String part, String item) {
        return part.isBlank() ? null : whole(part.strip(), item);
    }

    private static int whole(String number, String item) {
        String where = number.equals(item) ? "" : " in '" + item + "'";
        if (!WHOLE.matcher(number).matches()) {
            throw new IllegalArgumentException("'" + number + "'" + where
                    + " is no whole number; write indices and slices like 0,30,-1,10:20,::25");
        }
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + number + "'" + where + " is out of range; no video has that many frames", e);
        }
    }

    /** A number of seconds, one of a list. */
    static BigDecimal seconds(String item, String list) {
        String trimmed = item.strip();
        if (!DECIMAL.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("'" + trimmed + "'" + (item.equals(list) ? "" : " in '" + list + "'")
                    + " is no number of seconds; write times like 0,1.5,12.04");
        }
        return new BigDecimal(trimmed);
    }
}
