package io.nvvideo.spark.read;

import io.nvvideo.select.Sampler;
import io.nvvideo.select.Sampler.Listed;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A selection as the options write it, for the plans that Spark shows. */
final class SelectionText {
    /** Of a list that someone's program has written, more would hide the rest of a plan. */
    private static final int LONGEST = 80;

    private SelectionText() {}

    /** What a selection leaves out, with {@code before} in front of each option; empty if it is all frames. */
    static String describe(Selection.Sampled selection, String before) {
        List<String> options = new ArrayList<>();
        sampler(selection.sampler(), options);
        Window window = selection.window();
        add(options, "startTime", seconds(window.startTime()));
        add(options, "endTime", seconds(window.endTime()));
        add(options, "startFrame", window.startFrame());
        add(options, "endFrame", window.endFrame());
        return options.stream().map(option -> before + option).collect(Collectors.joining());
    }

    private static void sampler(Sampler sampler, List<String> options) {
        if (sampler instanceof Sampler.Fps fps) {
            add(options, "fps", fps.rate());
        } else if (sampler instanceof Sampler.EveryNth every) {
            add(options, "everyNthFrame", every.n());
        } else if (sampler instanceof Sampler.Spread spread) {
            add(options, "framesPerVideo", spread.n());
        } else if (sampler instanceof Sampler.Listed listed) {
            add(
                    options,
                    "frameIndices",
                    list(listed.items().stream().map(SelectionText::item).toList()));
        } else if (sampler instanceof Sampler.AtTimes times) {
            add(
                    options,
                    "timestamps",
                    list(times.seconds().stream().map(SelectionText::seconds).toList()));
        } else if (sampler instanceof Sampler.KeyFrames) {
            add(options, "keyFramesOnly", true);
        } else if (sampler instanceof Sampler.RandomFrames random) {
            add(options, "randomFrames", random.n());
            add(options, "seed", random.seed());
        }
    }

    private static void add(List<String> options, String name, Object value) {
        if (value != null) {
            options.add(name + "=" + value);
        }
    }

    private static String item(Listed.Item item) {
        if (item instanceof Listed.At at) {
            return Integer.toString(at.number());
        }
        Listed.Range range = (Listed.Range) item;
        return bound(range.from()) + ":" + bound(range.to()) + (range.step() == 1 ? "" : ":" + range.step());
    }

    private static String bound(Integer number) {
        return number == null ? "" : number.toString();
    }

    private static String seconds(BigDecimal time) {
        return time == null ? null : time.toPlainString();
    }

    private static String list(List<String> items) {
        String all = String.join(",", items);
        return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "… (" + items.size() + " entries)";
    }
}
