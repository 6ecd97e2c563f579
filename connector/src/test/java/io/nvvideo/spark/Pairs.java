package io.nvvideo.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options as tests write them: names and values in turn. */
final class Pairs {
    private Pairs() {}

    static Map<String, String> map(String... namesAndValues) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }
}
