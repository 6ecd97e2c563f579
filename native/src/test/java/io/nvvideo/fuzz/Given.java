package io.nvvideo.fuzz;

import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.image.Image;
import io.nvvideo.image.Output;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What one reading gave and told.
 *
 * @param frames by number
 * @param failures in the order in which they were told; empty if every wanted frame came
 * @param refused why no frame could even be asked for; null if they could
 * @param seenUpTo frames up to this number came or were told of; -1 if it was enough before the end
 * @param repeated which frame came twice; null if none did
 */
record Given(
        Map<Integer, Picture> frames, List<VideoException> failures, String refused, int seenUpTo, String repeated) {

    /**
     * A frame, all of it.
     *
     * @param pixels size and check sum, or what was told instead
     */
    record Picture(FrameInfo info, String pixels) {
        boolean corrupt() {
            return info.corrupt();
        }
    }

    /** Reads what an output makes of a selection. */
    static final class Reader {
        private static final int MAX_COPIED_BYTES = 32 << 20;

        private final Output output;
        private final ByteBuffer pixels;
        private final int maxFrames;
        private final boolean comparesPixels;
        private final Map<Integer, Picture> frames = new TreeMap<>();
        private final List<VideoException> failures = new ArrayList<>();
        private String refused;
        private int seenUpTo = -1;
        private String repeated;

        /**
         * Reads nothing yet.
         *
         * @param pixels where they are copied to, 32 MiB
         * @param maxFrames then it is enough
         * @param comparesPixels whether they have a check sum
         */
        Reader(Output output, ByteBuffer pixels, int maxFrames, boolean comparesPixels) {
            this.output = output;
            this.pixels = pixels;
            this.maxFrames = maxFrames;
            this.comparesPixels = comparesPixels;
        }

        /**
         * Reads a selection, in addition to what was read before.
         *
         * @param beside done between frames
         */
        void read(Video video, Selection selection, Runnable beside) {
            try (FrameReader reader = video.frames(selection, output)) {
                int given = 0;
                int failed = 0;
                while (given < maxFrames && failed < 3 * maxFrames) {
                    beside.run();
                    try {
                        if (!reader.next()) {
                            seenUpTo = Integer.MAX_VALUE;
                            return;
                        }
                    } catch (VideoException e) {
                        failed++;
                        if (!isEndOfFile(video, e)) {
                            failures.add(e);
                        }
                        continue;
                    }
                    given++;
                    int number = (int) reader.info().index();
                    if (frames.put(number, new Picture(reader.info(), pixels(reader))) != null) {
                        repeated = "frame " + number + " came twice";
                    }
                }
            } catch (VideoException e) {
                refused = e.code() + " " + e.getMessage();
            }
        }

        /** Whether the file is cut off and this is all that was told: no frame of the index is lost with what is not there. */
        private static boolean isEndOfFile(Video video, VideoException told) {
            VideoException damage = video.damage();
            return damage != null && damage.getMessage().equals(told.getMessage());
        }

        private String pixels(FrameReader reader) {
            try {
                Image image = reader.image();
                long size = image.shape().byteSize();
                if (size > MAX_COPIED_BYTES) {
                    return size + " bytes";
                }
                image.copyTo(pixels.clear());
                CRC32C sum = new CRC32C();
                sum.update(pixels.flip());
                if (!comparesPixels) {
                    return "not compared";
                }
                return image.shape().width() + "x" + image.shape().height() + " " + Long.toHexString(sum.getValue());
            } catch (VideoException e) {
                return e.code().toString();
            }
        }

        Given given() {
            return new Given(frames, failures, refused, seenUpTo, repeated);
        }
    }
}
