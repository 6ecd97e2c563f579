package io.nvvideo.spark;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Selection;
import io.nvvideo.select.Window;
import io.nvvideo.spark.read.ViewName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Turns the options that say which frames are read into one value. */
final class FrameSelection {
    private FrameSelection() {}

    /**
     * Every frame, unless options say otherwise.
     *
     * @throws VideoException if they contradict each other, or have no meaning for the view
     */
    static Selection.Sampled of(OptionValues options) {
        requireFrames(options);
        List<VideoOption<Sampler>> given = SelectionOptions.SAMPLERS.stream()
                .filter(option -> options.get(option) != null)
                .toList();
        if (given.size() > 1) {
            throw refused(
                    given.get(0),
                    options,
                    "option '" + given.get(1).name() + "' chooses frames, too. Set one of them; startTime, endTime,"
                            + " startFrame and endFrame may go with it.");
        }
        Sampler sampler = given.isEmpty() ? new Sampler.All() : options.get(given.get(0));
        if (sampler instanceof Sampler.RandomFrames random) {
            sampler = new Sampler.RandomFrames(random.n(), seed(options), random.identity());
        } else if (options.isGiven(SelectionOptions.SEED)) {
            throw refused(
                    SelectionOptions.SEED,
                    options,
                    "nothing is chosen at random. Set randomFrames, too, or leave it out.");
        }
        return new Selection.Sampled(sampler, window(options));
    }

    private static long seed(OptionValues options) {
        return options.get(SelectionOptions.SEED);
    }

    private static Window window(OptionValues options) {
        BigDecimal startTime = options.get(SelectionOptions.START_TIME);
        BigDecimal endTime = options.get(SelectionOptions.END_TIME);
        if (startTime != null && endTime != null && startTime.compareTo(endTime) > 0) {
            throw refused(
                    SelectionOptions.START_TIME, options, "that is behind endTime, " + endTime.toPlainString() + ".");
        }
        Integer startFrame = options.get(SelectionOptions.START_FRAME);
        Integer endFrame = options.get(SelectionOptions.END_FRAME);
        // One from the beginning and one from the end can be in either order, depending on the video.
        boolean comparable = startFrame != null && endFrame != null && (startFrame < 0) == (endFrame < 0);
        if (comparable && startFrame > endFrame) {
            throw refused(SelectionOptions.START_FRAME, options, "that is behind endFrame, " + endFrame + ".");
        }
        return new Window(startTime, endTime, startFrame, endFrame);
    }

    private static void requireFrames(OptionValues options) {
        ViewName view = options.get(Options.VIEW);
        if (view == ViewName.FRAMES) {
            return;
        }
        for (VideoOption<?> option : SelectionOptions.ALL) {
            if (options.isGiven(option)) {
                String name = view.name().toLowerCase(Locale.ROOT);
                throw refused(
                        option,
                        options,
                        "the view " + name + " has no row for a frame. Leave it out, or set view to frames.");
            }
        }
    }

    private static VideoException refused(VideoOption<?> option, OptionValues options, String why) {
        return new VideoException(
                Code.INVALID_ARGUMENT,
                "Cannot read with option '" + option.name() + "' = '" + options.text(option) + "': " + why);
    }
}
