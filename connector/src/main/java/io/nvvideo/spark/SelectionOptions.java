package io.nvvideo.spark;

import static io.nvvideo.spark.OptionParsers.intBetween;

import io.nvvideo.select.Sampler;
import java.math.BigDecimal;
import java.util.List;

/** The options that say which frames are read. */
final class SelectionOptions {
    static final VideoOption<Sampler> FPS = VideoOption.optional(
            "fps",
            "`1`, `0.5`, `30000/1001`, …",
            "The frames on display at the start and every 1/fps seconds from there on.",
            Sampler.Fps::parse);
    static final VideoOption<Sampler> EVERY_NTH_FRAME = VideoOption.optional(
            "everyNthFrame",
            "1, 2, …",
            "The frames whose number is divisible by it.",
            intBetween(1, Integer.MAX_VALUE).andThen(Sampler.EveryNth::new));
    static final VideoOption<Sampler> FRAMES_PER_VIDEO = VideoOption.optional(
            "framesPerVideo",
            "1, 2, …",
            "So many frames, spread evenly from the first to the last.",
            intBetween(1, Integer.MAX_VALUE).andThen(Sampler.Spread::new));
    static final VideoOption<Sampler> FRAME_INDICES = VideoOption.optional(
            "frameIndices",
            "such as `0,30,-1,10:20,::25`",
            "The frames of these numbers and slices, as in Python.",
            Sampler.Listed::parse);
    static final VideoOption<Sampler> TIMESTAMPS = VideoOption.optional(
            "timestamps",
            "seconds, such as `0,1.5,12.04`",
            "The frames on display at these times.",
            Sampler.AtTimes::parse);
    static final VideoOption<Sampler> KEY_FRAMES_ONLY = VideoOption.optional(
            "keyFramesOnly",
            "`true`, `false`",
            "Only frames that decoding can start with; no others are read.",
            text -> OptionParsers.bool(text) ? new Sampler.KeyFrames() : null);
    static final VideoOption<Sampler> RANDOM_FRAMES = VideoOption.optional(
            "randomFrames",
            "1, 2, …",
            "So many frames of each video, at random, and always the same for the same seed, path and length.",
            intBetween(1, Integer.MAX_VALUE).andThen(n -> new Sampler.RandomFrames(n, 0, "")));
    static final VideoOption<Long> SEED = VideoOption.of(
            "seed",
            "a whole number",
            "0",
            "What `randomFrames` draws by: another one draws other frames.",
            OptionParsers::wholeNumber);
    static final VideoOption<BigDecimal> START_TIME =
            VideoOption.optional("startTime", "seconds", "No frames before that time.", OptionParsers::seconds);
    static final VideoOption<BigDecimal> END_TIME =
            VideoOption.optional("endTime", "seconds", "No frames from that time on.", OptionParsers::seconds);
    static final VideoOption<Integer> START_FRAME = VideoOption.optional(
            "startFrame",
            "a whole number",
            "No frames before that number; negative ones count from the end.",
            intBetween(Integer.MIN_VALUE, Integer.MAX_VALUE));
    static final VideoOption<Integer> END_FRAME = VideoOption.optional(
            "endFrame",
            "a whole number",
            "No frames from that number on; negative ones count from the end.",
            intBetween(Integer.MIN_VALUE, Integer.MAX_VALUE));

    /** Each chooses frames; at most one of them may be given. */
    static final List<VideoOption<Sampler>> SAMPLERS =
            List.of(FPS, EVERY_NTH_FRAME, FRAMES_PER_VIDEO, FRAME_INDICES, TIMESTAMPS, KEY_FRAMES_ONLY, RANDOM_FRAMES);

    /** In the order of the documentation. They mean something only where frames are read. */
    static final List<VideoOption<?>> ALL = List.of(
            FPS,
            EVERY_NTH_FRAME,
            FRAMES_PER_VIDEO,
            FRAME_INDICES,
            TIMESTAMPS,
            KEY_FRAMES_ONLY,
            RANDOM_FRAMES,
            SEED,
            START_TIME,
            END_TIME,
            START_FRAME,
            END_FRAME);

    private SelectionOptions() {}
}
