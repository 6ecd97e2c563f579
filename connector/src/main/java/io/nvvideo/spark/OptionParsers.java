package io.nvvideo.spark;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How texts become values of options. */
final class OptionParsers {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})");
    private static final String UNITS = "kmgt";

    private OptionParsers() {}

    static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is true or false");
        };
    }

    static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it is a whole number of 64 bits", e);
        }
    }

    /** An exact number of seconds. */
    static BigDecimal seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw new IllegalArgumentException("it is a number of seconds such as 12.5");
        }
        return new BigDecimal(text);
    }

    static Function<String, Integer> intBetween(int lowest, int highest) {
        return text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= lowest && value <= highest) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The message below says it.
            }
            throw new IllegalArgumentException(
                    lowest == Integer.MIN_VALUE
                            ? "it is a whole number"
                            : highest == Integer.MAX_VALUE
                                    ? "it is a whole number from " + lowest
                                    : "it is a whole number from " + lowest + " to " + highest);
        };
    }

    /** Bytes as Spark writes them: {@code 64m}, {@code 128MB}, {@code 1g}, {@code 1048576}. */
    static Function<String, Long> bytesUpTo(long highest) {
        return text -> {
            Matcher matcher = BYTES.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("it is a number of bytes such as 64m");
            }
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
            long number = Long.parseLong(matcher.group(1));
            if (number < 1 || number > highest >> shift) {
                throw new IllegalArgumentException("it is between 1 and " + highest + " bytes");
            }
            return number << shift;
        };
    }

    /** One of the names of an enum, in any case. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> {
            for (E value : type.getEnumConstants()) {
                if (value.name().equalsIgnoreCase(text)) {
                    return value;
                }
            }
            throw new IllegalArgumentException("it is one of " + names(type));
        };
    }

    /** The names of an enum as options write them. */
    static <E extends Enum<E>> String names(Class<E> type) {
        return String.join(
                ", ",
                List.of(type.getEnumConstants()).stream()
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
