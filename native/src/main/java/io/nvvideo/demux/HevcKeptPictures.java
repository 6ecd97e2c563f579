package io.nvvideo.demux;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.HevcParameterSets;
import io.nvvideo.bitstream.HevcShortTermSet;
import io.nvvideo.bitstream.HevcUnits;
import io.nvvideo.bitstream.NalUnits;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads which pictures an HEVC picture keeps: its reference picture set holds all that it or any picture behind it in decode
 * order may refer to (Rec. ITU-T H.265, 8.3.2). Some encoders, Apple's for one, call every picture a reference by its NAL unit
 * type, and only these sets say which ones are.
 */
final class HevcKeptPictures {
    /** Longer than any slice header up to the end of the reference picture set. */
    private static final int SLICE_HEADER_BYTES = 128;

    private final HevcParameterSets parameters;
    /** Whether {@link #lastOrder} is that of a picture of this stretch. */
    private boolean started;

    private long lastOrder;

    HevcKeptPictures(HevcParameterSets parameters) {
        this.parameters = parameters;
    }

    void restart() {
        started = false;
    }

    /**
     * Reads the headers of a packet; the packets before it must have been read since the last restart.
     *
     * @param alone whether nothing in the packet is of use to others but the picture itself
     * @return null where that cannot be told
     */
    KeptPictures read(List<ByteBuffer> units, boolean alone) {
        KeptPictures kept = null;
        try {
            for (ByteBuffer unit : units) {
                int type = unit.get(0) >> 1 & 0x3f;
                boolean baseLayer = (unit.get(0) & 1) == 0 && (unit.get(1) & 0xf8) == 0;
                if (type == HevcUnits.END_OF_SEQUENCE || type == HevcUnits.END_OF_STREAM) {
                    started = false;
                    return null;
                }
                boolean firstSlice =
                        type < HevcUnits.FIRST_NO_PICTURE && baseLayer && unit.limit() > 2 && unit.get(2) < 0;
                if (firstSlice && kept != null) {
                    started = false;
                    return null;
                }
                if (firstSlice) {
                    kept = readSlice(unit, type, alone);
                    if (kept == null) {
                        started = false;
                        return null;
                    }
                }
            }
        } catch (BitReader.EndOfHeader | IndexOutOfBoundsException e) {
            started = false;
            return null;
        }
        return kept;
    }

    /** slice_segment_header() up to the short-term reference picture set: 7.3.6.1. */
    private KeptPictures readSlice(ByteBuffer slice, int type, boolean alone) {
        if (type >= HevcUnits.FIRST_RANDOM_ACCESS && type <= HevcUnits.LAST_BROKEN_LINK) {
            return null;
        }
        BitReader bits = new BitReader(NalUnits.unescape(slice, 2, SLICE_HEADER_BYTES));
        boolean randomAccess = type >= HevcUnits.FIRST_RANDOM_ACCESS && type <= HevcUnits.LAST_RANDOM_ACCESS;
        bits.skip(randomAccess ? 2 : 1); // first_slice_segment_in_pic_flag, no_output_of_prior_pics_flag
        HevcParameterSets.Picture picture = parameters.picture(bits.unsignedGolomb());
        HevcParameterSets.Sequence sequence = picture == null ? null : parameters.sequence(picture.sequence());
        if (sequence == null || !started && !randomAccess) {
            return null;
        }
        bits.skip(picture.extraBits());
        bits.unsignedGolomb(); // slice_type
        bits.skip((picture.outputFlag() ? 1 : 0) + (sequence.separatePlanes() ? 2 : 0));
        int subLayer = (slice.get(1) & 7) - 1;
        boolean nonReference = type <= HevcUnits.LAST_SUB_LAYER_NON_REFERENCE && type % 2 == 0;
        boolean leading = type >= HevcUnits.FIRST_LEADING && type <= HevcUnits.LAST_LEADING;
        boolean carriesOrder = subLayer == 0 && !nonReference && !leading;
        long range = 1L << sequence.orderBits();
        boolean resets = type == HevcUnits.IDR_WITH_LEADING || type == HevcUnits.IDR;
        long order = resets ? 0 : order(bits.bits(sequence.orderBits()), range);
        long[] kept = resets ? new long[0] : kept(bits, sequence, order);
        if (kept == null) {
            return null;
        }
        if (carriesOrder) {
            lastOrder = order;
            started = true;
        }
        return new KeptPictures(order, kept, resets, carriesOrder, range / 2, alone && !randomAccess);
    }

    /** PicOrderCntVal: 8.3.1. */
    private long order(long low, long range) {
        if (!started) {
            return low;
        }
        long high = lastOrder - Math.floorMod(lastOrder, range);
        long lastLow = lastOrder - high;
        if (low < lastLow && lastLow - low >= range / 2) {
            high += range;
        } else if (low > lastLow && low - lastLow > range / 2) {
            high -= range;
        }
        return high + low;
    }

    /** Null where there are long-term references too: they are rare. */
    private static long[] kept(BitReader bits, HevcParameterSets.Sequence sequence, long order) {
        List<HevcShortTermSet> sets = sequence.shortTermSets();
        HevcShortTermSet set;
        if (!bits.flag()) {
            set = HevcShortTermSet.read(bits, sets, true);
        } else {
            int length = sets.isEmpty() ? 0 : 32 - Integer.numberOfLeadingZeros(sets.size() - 1);
            set = sets.get((int) bits.bits(length));
        }
        if (sequence.longTerm()) {
            long longTerm = sequence.longTermSets() > 0 ? bits.unsignedGolomb() : 0;
            if (longTerm + bits.unsignedGolomb() > 0) {
                return null;
            }
        }
        long[] kept = new long[set.before().size() + set.after().size()];
        int n = 0;
        for (int distance : set.before()) {
            kept[n++] = order + distance;
        }
        for (int distance : set.after()) {
            kept[n++] = order + distance;
        }
        return kept;
    }
}
