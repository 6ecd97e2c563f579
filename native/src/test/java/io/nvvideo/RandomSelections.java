package io.nvvideo;

import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Ratio;
import io.nvvideo.select.Sampler;
import io.nvvideo.select.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Samplers and windows for a video, most of which choose something, some of which choose nothing. */
final class RandomSelections {
    private static final String[] RATES = {
        "1", "2", "5", "12.5", "25", "30", "30000/1001", "29.97", "24000/1001", "0.7", "1/3", "100"
    };

    private final Random random;
    private final List<FrameInfo> frames;

    RandomSelections(Random random, List<FrameInfo> frames) {
        this.random = random;
        this.frames = frames;
    }

    Sampler sampler() {
        int count = frames.size();
        return switch (random.nextInt(8)) {
            case 0 -> new Sampler.All();
            case 1 -> new Sampler.Fps(rate());
            case 2 -> new Sampler.EveryNth(1 + random.nextInt(count + 2));
            case 3 -> new Sampler.Spread(1 + random.nextInt(count + 2));
            case 4 -> Sampler.Listed.parse(list());
            case 5 -> new Sampler.AtTimes(times());
            case 6 -> new Sampler.KeyFrames();
            default ->
                new Sampler.RandomFrames(1 + random.nextInt(count), random.nextLong(), "video" + random.nextInt(9));
        };
    }

    private Ratio rate() {
        // Long videos at high rates would make the slow way of counting too slow.
        boolean isLong = seconds(frames.size() - 1) - seconds(0) > 20;
        return Ratio.parse(RATES[random.nextInt(isLong ? 2 : RATES.length)]);
    }

    private String list() {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            items.add(
                    random.nextBoolean()
                            ? String.valueOf(number())
                            : bound() + ":" + bound() + (random.nextBoolean() ? "" : ":" + step()));
        }
        return String.join(",", items);
    }

    private String bound() {
        return random.nextInt(3) == 0 ? "" : String.valueOf(number());
    }

    private int step() {
        int step = 1 + random.nextInt(9);
        return random.nextInt(3) == 0 ? -step : step;
    }

    private int number() {
        return random.nextInt(2 * frames.size() + 6) - frames.size() - 3;
    }

    private double seconds(int frame) {
        return frames.get(frame).timeSeconds();
    }

    private List<BigDecimal> times() {
        List<BigDecimal> times = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            times.add(time());
        }
        return times;
    }

    /** Exactly that of a frame where it has few digits; a little beside; anywhere; outside. */
    private BigDecimal time() {
        FrameInfo info = frames.get(random.nextInt(frames.size()));
        BigDecimal near = BigDecimal.valueOf(info.pts())
                .multiply(BigDecimal.valueOf(info.timeBase().num()))
                .divide(BigDecimal.valueOf(info.timeBase().den()), 12, java.math.RoundingMode.HALF_EVEN);
        return switch (random.nextInt(6)) {
            case 0 -> near.add(new BigDecimal("0.000001"));
            case 1 -> near.subtract(new BigDecimal("0.000001"));
            case 2 -> near.setScale(2, java.math.RoundingMode.HALF_EVEN);
            case 3 -> near.add(BigDecimal.valueOf(random.nextInt(2000) - 1000, 3));
            default -> near;
        };
    }

    Window window() {
        BigDecimal start = random.nextInt(3) == 0 ? time() : null;
        BigDecimal end = random.nextInt(3) == 0 ? time() : null;
        if (start != null && end != null && start.compareTo(end) > 0 && random.nextInt(5) > 0) {
            BigDecimal first = end;
            end = start;
            start = first;
        }
        Integer from = random.nextInt(4) == 0 ? number() : null;
        Integer to = random.nextInt(4) == 0 ? number() : null;
        return new Window(start, end, from, to);
    }
}
