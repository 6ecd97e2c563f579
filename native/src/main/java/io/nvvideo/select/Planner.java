package io.nvvideo.select;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.DecodePlan.Skip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** From an index and a selection to the frames and the plan. Pure. */
public final class Planner {
    private Planner() {}

    /**
     * The frames that a selection means in a stream, in the order the selection gives them.
     *
     * @throws IndexOutOfBoundsException if it names a frame that the stream does not have, or a time before its first frame;
     *     never for {@link Selection.Sampled}
     */
    public static int[] frames(FrameIndex index, Selection selection) {
        int count = index.frameCount();
        if (selection instanceof Selection.All) {
            return IntStream.range(0, count).toArray();
        }
        if (selection instanceof Selection.Indices chosen) {
            return Arrays.stream(chosen.indices())
                    .map(wanted -> fromEitherEnd(wanted, count))
                    .toArray();
        }
        if (selection instanceof Selection.Slice slice) {
            return Slices.numbers(slice.from(), slice.to(), slice.step(), count).toArray();
        }
        if (selection instanceof Selection.Sampled sampled) {
            return Samples.frames(index, sampled.sampler(), sampled.window());
        }
        Selection.Times times = (Selection.Times) selection;
        return Arrays.stream(times.seconds())
                .mapToInt(seconds -> onDisplay(index, seconds))
                .toArray();
    }

    private static int fromEitherEnd(int wanted, int count) {
        int frame = wanted < 0 ? wanted + count : wanted;
        if (frame < 0 || frame >= count) {
            throw new IndexOutOfBoundsException(
                    "there is no frame " + wanted + ": the stream has " + count + " frames");
        }
        return frame;
    }

    private static int onDisplay(FrameIndex index, double seconds) {
        int frame = index.frameAt(seconds);
        if (frame < 0 || Double.isNaN(seconds)) {
            String first = index.frameCount() == 0
                    ? "the stream has no frame"
                    : "the first frame is at " + index.timeBase().seconds(index.pts(0)) + " s";
            throw new IndexOutOfBoundsException("no frame is on display at " + seconds + " s: " + first);
        }
        return frame;
    }

    /**
     * Those of the given frames whose decoding starts in a part of the file: the packet of their key frame lies at a byte
     * position of {@code [fromByte, toByte)}. A packet whose position is unknown counts as at byte 0. Of any parts that the
     * bytes from 0 to {@link Long#MAX_VALUE} are cut into, exactly one owns a frame.
     *
     * @return in the order given
     */
    public static int[] owned(FrameIndex index, int[] frames, long fromByte, long toByte) {
        return Arrays.stream(frames)
                .filter(frame -> {
                    long position = Math.max(0, index.packets().position(startPacket(index, frame)));
                    return fromByte <= position && position < toByte;
                })
                .toArray();
    }

    /**
     * The plan for a set of frames.
     *
     * @param frames in any order, repetitions allowed
     * @param allowed what the codec allows to be left out; {@link Skip#UNWANTED} counts only where every packet is a key frame
     */
    public static DecodePlan plan(FrameIndex index, int[] frames, Skip allowed) {
        int[] wanted = Arrays.stream(frames).sorted().distinct().toArray();
        if (allowed == Skip.UNWANTED && wanted.length > 0 && isEveryPacketAKeyFrame(index)) {
            int[] packets =
                    Arrays.stream(wanted).map(index::packetOfFrame).sorted().toArray();
            int last = packets[packets.length - 1];
            return new DecodePlan(List.of(new DecodePlan.Run(packets[0], last, wanted, Skip.UNWANTED)));
        }
        List<DecodePlan.Run> runs = new ArrayList<>();
        int begin = 0;
        while (begin < wanted.length) {
            int first = startPacket(index, wanted[begin]);
            int last = index.lastPacketOfFrame(wanted[begin]);
            int end = begin + 1;
            // Whatever starts inside or right behind what is fed anyway belongs to the same run.
            while (end < wanted.length && startPacket(index, wanted[end]) <= last + 1) {
                first = Math.min(first, startPacket(index, wanted[end]));
                last = Math.max(last, index.lastPacketOfFrame(wanted[end]));
                end++;
            }
            // Where every packet is wanted there is nothing to look for.
            Skip skip = allowed == Skip.DISPOSABLE && end - begin < last - first + 1 ? allowed : Skip.NOTHING;
            runs.add(new DecodePlan.Run(first, last, Arrays.copyOfRange(wanted, begin, end), skip));
            begin = end;
        }
        return new DecodePlan(runs);
    }

    private static boolean isEveryPacketAKeyFrame(FrameIndex index) {
        return IntStream.range(0, index.packets().count()).allMatch(index.packets()::isKey);
    }

    /**
     * Where decoding must start for a frame: at the last key frame shown at or before it. A frame that is shown before a key
     * frame but stored behind it (a leading picture of an open GOP) belongs to the key frame before.
     *
     * @return number of a packet
     */
    public static int startPacket(FrameIndex index, int frame) {
        int key = index.keyFrameAtOrBefore(frame);
        if (key < 0) {
            return 0;
        }
        int packet = index.packetOfFrame(key);
        return packet <= index.packetOfFrame(frame) ? packet : 0;
    }

    /** The packet of the key frame before the one that a run starts with; 0 if there is none. */
    public static int earlierStart(FrameIndex index, int firstPacket) {
        int packet = firstPacket - 1;
        while (packet > 0 && !(index.packets().isKey(packet) && index.frameOfPacket(packet) >= 0)) {
            packet--;
        }
        return Math.max(0, packet);
    }
}
