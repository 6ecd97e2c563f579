package io.nvvideo.spark;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.function.Function;

/**
 * One option of the data source.
 *
 * @param <T> type of its value
 * @param name as the documentation writes it; case does not matter
 * @param values which values there are, for the documentation
 * @param defaultText its default, for the documentation
 * @param doc one sentence
 * @param parser makes the value; throws IllegalArgumentException with a text that goes on after a colon
 * @param fallback the value where the option is not given
 */
record VideoOption<T>(
        String name,
        String values,
        String defaultText,
        String doc,
        Function<String, T> parser,
        Function<SessionConf, T> fallback) {

    /** An option with a fixed default. */
    static <T> VideoOption<T> of(
            String name, String values, String defaultText, String doc, Function<String, T> parser) {
        return new VideoOption<>(name, values, defaultText, doc, parser, conf -> parser.apply(defaultText));
    }

    /** An option that is absent (null) unless it is given. */
    static VideoOption<String> ofText(String name, String values, String doc) {
        return new VideoOption<>(name, values, "", doc, text -> text, conf -> null);
    }

    /** An option that is absent (null) unless it is given. */
    static <T> VideoOption<T> optional(String name, String values, String doc, Function<String, T> parser) {
        return new VideoOption<>(name, values, "", doc, parser, conf -> null);
    }

    /** The value of {@code given}, or the default if it is null. */
    T value(String given, SessionConf conf) {
        if (given == null) {
            return fallback.apply(conf);
        }
        try {
            return parser.apply(given.strip());
        } catch (IllegalArgumentException e) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT,
                    "Cannot read with option '" + name + "' = '" + given + "': " + e.getMessage() + ".");
        }
    }
}
