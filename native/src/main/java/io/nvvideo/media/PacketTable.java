package io.nvvideo.media;

import java.util.Arrays;

/**
 * The packets of one stream in decode order, without their bytes: a struct of arrays, immutable once built.
 * Timestamps are in ticks of the stream's time base, {@link FrameIndex#NO_TIMESTAMP} where the container has none;
 * positions and sizes are in bytes, -1 where unknown.
 */
public final class PacketTable {
    private static final byte KEY = 1;
    private static final byte DISCARD = 2;
    private static final byte HIDDEN = 4;
    private static final byte CORRUPT = 8;

    private final int count;
    private final long[] pts;
    private final long[] dts;
    private final long[] durations;
    private final long[] positions;
    private final int[] sizes;
    private final byte[] flags;

    private PacketTable(Builder builder) {
        this.count = builder.count;
        this.pts = Arrays.copyOf(builder.pts, count);
        this.dts = Arrays.copyOf(builder.dts, count);
        this.durations = Arrays.copyOf(builder.durations, count);
        this.positions = Arrays.copyOf(builder.positions, count);
        this.sizes = Arrays.copyOf(builder.sizes, count);
        this.flags = Arrays.copyOf(builder.flags, count);
    }

    /** Number of packets. */
    public int count() {
        return count;
    }

    /** Presentation timestamp in ticks. */
    public long pts(int packet) {
        return pts[packet];
    }

    /** Decoding timestamp in ticks. */
    public long dts(int packet) {
        return dts[packet];
    }

    /** Duration in ticks; 0 if unknown. */
    public long duration(int packet) {
        return durations[packet];
    }

    /** Byte position in the file. */
    public long position(int packet) {
        return positions[packet];
    }

    /** Size in bytes. */
    public int size(int packet) {
        return sizes[packet];
    }

    /** Whether decoding can start here. */
    public boolean isKey(int packet) {
        return (flags[packet] & KEY) != 0;
    }

    /** Whether an edit list takes it out of the presentation; it must still be decoded. */
    public boolean isDiscarded(int packet) {
        return (flags[packet] & DISCARD) != 0;
    }

    /** Whether the codec never shows it. */
    public boolean isHidden(int packet) {
        return (flags[packet] & HIDDEN) != 0;
    }

    /** Whether the container found it damaged or cut off. */
    public boolean isCorrupt(int packet) {
        return (flags[packet] & CORRUPT) != 0;
    }

    /** What the arrays take on the heap. */
    long sizeInBytes() {
        return (4L * Long.BYTES + Integer.BYTES + Byte.BYTES) * count;
    }

    /** Collects packets in decode order. */
    public static final class Builder {
        private int count;
        private long[] pts = new long[256];
        private long[] dts = new long[256];
        private long[] durations = new long[256];
        private long[] positions = new long[256];
        private int[] sizes = new int[256];
        private byte[] flags = new byte[256];

        /** Appends a packet. */
        public Builder add(
                long packetPts,
                long packetDts,
                long duration,
                long position,
                int size,
                boolean key,
                boolean discarded,
                boolean hidden,
                boolean corrupt) {
            if (count == pts.length) {
                int larger = count * 2;
                pts = Arrays.copyOf(pts, larger);
                dts = Arrays.copyOf(dts, larger);
                durations = Arrays.copyOf(durations, larger);
                positions = Arrays.copyOf(positions, larger);
                sizes = Arrays.copyOf(sizes, larger);
                flags = Arrays.copyOf(flags, larger);
            }
            pts[count] = packetPts;
            dts[count] = packetDts;
            durations[count] = duration;
            positions[count] = position;
            sizes[count] = size;
            flags[count] = (byte)
                    ((key ? KEY : 0) | (discarded ? DISCARD : 0) | (hidden ? HIDDEN : 0) | (corrupt ? CORRUPT : 0));
            count++;
            return this;
        }

        /** Number of packets so far. */
        public int count() {
            return count;
        }

        /** The finished table. */
        public PacketTable build() {
            return new PacketTable(this);
        }
    }
}
