package io.nvvideo.media;

import java.util.Arrays;

/**
 * All packets and frames of one video stream, without their bytes: a struct of arrays.
 *
 * <p>Packets are numbered from 0 in decode order (the order they have in the file), frames from 0 in presentation order. A
 * frame is one packet, or two if its fields were stored apart; packets that an edit list discards and pictures that are
 * never shown have no frame. Immutable.
 */
public final class FrameIndex {
    /** Stands for a timestamp that the container does not have. */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    /** Headers of the objects and of their eleven arrays, in round numbers. */
    private static final long OBJECTS_BYTES = 400;

    private final Rational timeBase;
    private final PacketTable packets;
    private final int[] packetOfFrame;
    private final int[] lastPacketOfFrame;
    private final long[] pts;
    private final long lastDuration;
    private final int[] frameOfPacket;
    private final int[] keyFrames;

    /**
     * Takes ownership of the arrays.
     *
     * @param timeBase seconds per tick
     * @param packets every packet in decode order
     * @param packetOfFrame for each frame in presentation order its (first) packet
     * @param lastPacketOfFrame the second field's packet where fields are apart, else the same as {@code packetOfFrame}
     * @param pts for each frame its presentation timestamp in ticks, ascending
     * @param lastDuration of the last frame in ticks, which no other one ends; 0 if unknown
     */
    public FrameIndex(
            Rational timeBase,
            PacketTable packets,
            int[] packetOfFrame,
            int[] lastPacketOfFrame,
            long[] pts,
            long lastDuration) {
        this.timeBase = timeBase;
        this.packets = packets;
        this.packetOfFrame = packetOfFrame;
        this.lastPacketOfFrame = lastPacketOfFrame;
        this.pts = pts;
        this.lastDuration = lastDuration;
        this.frameOfPacket = new int[packets.count()];
        Arrays.fill(frameOfPacket, -1);
        int keys = 0;
        for (int frame = 0; frame < packetOfFrame.length; frame++) {
            frameOfPacket[packetOfFrame[frame]] = frame;
            frameOfPacket[lastPacketOfFrame[frame]] = frame;
            if (packets.isKey(packetOfFrame[frame])) {
                keys++;
            }
        }
        this.keyFrames = new int[keys];
        for (int frame = 0, k = 0; frame < packetOfFrame.length; frame++) {
            if (packets.isKey(packetOfFrame[frame])) {
                keyFrames[k++] = frame;
            }
        }
    }

    /** Seconds per tick of every timestamp in here. */
    public Rational timeBase() {
        return timeBase;
    }

    /** The packets, in decode order. */
    public PacketTable packets() {
        return packets;
    }

    /** Number of frames that a full decode outputs. */
    public int frameCount() {
        return pts.length;
    }

    /** Presentation timestamp of a frame in ticks. */
    public long pts(int frame) {
        return pts[frame];
    }

    /** Decoding timestamp of a frame's packet in ticks, or {@link #NO_TIMESTAMP}. */
    public long dts(int frame) {
        return packets.dts(packetOfFrame[frame]);
    }

    /**
     * How long a frame is on display, in ticks: until the next one is shown. Not what its packet says: that is the distance
     * in decoding time in MP4, and nothing but a guess where the container stores no durations. 0 if unknown.
     */
    public long duration(int frame) {
        return frame + 1 < pts.length ? pts[frame + 1] - pts[frame] : lastDuration;
    }

    /** Whether decoding can start at the packet of that frame. */
    public boolean isKey(int frame) {
        return packets.isKey(packetOfFrame[frame]);
    }

    /** The (first) packet of a frame. */
    public int packetOfFrame(int frame) {
        return packetOfFrame[frame];
    }

    /** The first frame that is a key frame; -1 if there is none. */
    public int firstKeyFrame() {
        return keyFrames.length == 0 ? -1 : keyFrames[0];
    }

    /** Whether any frame has its two fields in packets of their own. */
    public boolean hasFieldPackets() {
        return !Arrays.equals(packetOfFrame, lastPacketOfFrame);
    }

    /** The last packet of a frame: another than the first only where fields are stored apart. */
    public int lastPacketOfFrame(int frame) {
        return lastPacketOfFrame[frame];
    }

    /** The frame that a packet belongs to, or -1 if it is never shown. */
    public int frameOfPacket(int packet) {
        return frameOfPacket[packet];
    }

    /** Whether any frame is shown before one whose packet comes earlier. */
    public boolean reorders() {
        int last = -1;
        for (int packet = 0; packet < packets().count(); packet++) {
            int frame = frameOfPacket(packet);
            if (frame >= 0 && frame < last) {
                return true;
            }
            last = Math.max(last, frame);
        }
        return false;
    }

    /** What people are told of a packet: its frame, where it has one, and its number. */
    public String nameOfPacket(int packet) {
        int frame = packet < frameOfPacket.length ? frameOfPacket[packet] : -1;
        return frame < 0 ? "packet " + packet : "frame " + frame + " (packet " + packet + ")";
    }

    /** Whether nothing that is stored from that packet on is shown before its frame, a key frame: it needs nothing before it. */
    public boolean isCleanStart(int packet) {
        if (!packets.isKey(packet) || frameOfPacket[packet] < 0) {
            return false;
        }
        int frame = frameOfPacket[packet];
        // Leading pictures are stored right behind the key frame that they are shown before.
        for (int next = packet + 1; next < frameOfPacket.length && !packets.isKey(next); next++) {
            if (frameOfPacket[next] >= 0 && frameOfPacket[next] < frame) {
                return false;
            }
        }
        return true;
    }

    /** Identity and timing of a frame that has not been decoded. */
    public FrameInfo info(int streamIndex, int frame) {
        long dts = dts(frame);
        return new FrameInfo(
                streamIndex,
                frame,
                pts[frame],
                dts == NO_TIMESTAMP ? null : dts,
                duration(frame),
                timeBase,
                isKey(frame),
                null,
                null);
    }

    /**
     * The frame on display at a time: the last one with {@code pts <= seconds}.
     *
     * @return its index; -1 before the first frame, the last index from the last frame on
     */
    public int frameAt(double seconds) {
        // Compare in seconds, not in ticks: that is the definition, and a double holds both sides the same way.
        int low = 0;
        int high = pts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timeBase.seconds(pts[middle]) <= seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The frame with exactly that timestamp, or -1. */
    public int frameWithPts(long wanted) {
        int found = Arrays.binarySearch(pts, wanted);
        return found < 0 ? -1 : found;
    }

    /** The last key frame at or before a frame in presentation order, or -1 if there is none. */
    public int keyFrameAtOrBefore(int frame) {
        int found = Arrays.binarySearch(keyFrames, frame);
        int at = found >= 0 ? found : -found - 2;
        return at < 0 ? -1 : keyFrames[at];
    }

    /** About how many bytes of the heap it takes, for those who keep a number of them. */
    public long sizeInBytes() {
        long arrays = (2L * Integer.BYTES + Long.BYTES) * pts.length
                + (long) Integer.BYTES * (frameOfPacket.length + keyFrames.length);
        return OBJECTS_BYTES + arrays + packets.sizeInBytes();
    }

    /** Counts and extremes of the whole stream. */
    public IndexSummary summary() {
        int frames = pts.length;
        int maxGop = 0;
        for (int k = 0; k < keyFrames.length; k++) {
            int end = k + 1 < keyFrames.length ? keyFrames[k + 1] : frames;
            maxGop = Math.max(maxGop, end - keyFrames[k]);
        }
        long shortest = Long.MAX_VALUE;
        long longest = Long.MIN_VALUE;
        for (int frame = 1; frame < frames; frame++) {
            long difference = pts[frame] - pts[frame - 1];
            // Ascending: less than nothing is an overflow, which only damaged files have.
            long distance = difference < 0 ? Long.MAX_VALUE : difference;
            shortest = Math.min(shortest, distance);
            longest = Math.max(longest, distance);
        }
        boolean variable = frames > 1 && longest - shortest > 1;
        return new IndexSummary(
                frames,
                keyFrames.length,
                maxGop,
                variable,
                frames == 0 ? null : pts[0],
                frames == 0 ? null : pts[frames - 1]);
    }
}
