package io.nvvideo.bitstream;

import java.util.ArrayList;
import java.util.List;

/** A sequence header of AV1: what frame headers are read by (AV1 specification, 5.5). */
public final class Av1SequenceHeader {
    private static final int PROFESSIONAL = 2;
    private static final int LAST_LEVEL = 23;
    private static final int ANY_LEVEL = 31;
    private static final int FIRST_LEVEL_WITH_TIER = 8;
    private static final int MAX_FRAME_ID_BITS = 16;
    private static final int SRGB_OF_BT709 = 1 << 16 | 13 << 8;

    /**
     * Layers that may be decoded without the others.
     *
     * @param layers operating_point_idc: bit t of temporal layer t, bit 8 + s of spatial layer s; 0: all
     * @param hasModel decoder_model_present_for_this_op
     */
    record OperatingPoint(int layers, boolean hasModel) {
        boolean has(Av1Unit unit) {
            return layers == 0 || (layers >> unit.temporal() & layers >> 8 + unit.spatial() & 1) != 0;
        }
    }

    /** reduced_still_picture_header. */
    final boolean reduced;

    /** Empty in a reduced header; the first is the one that is decoded. */
    final List<OperatingPoint> points = new ArrayList<>();

    /** Bits of frame_width_minus_1 and of frame_height_minus_1. */
    final int widthBits;

    final int heightBits;
    final int maxWidth;
    final int maxHeight;

    /** Bits of delta_frame_id_minus_1 and of current_frame_id; 0: there is none. */
    final int deltaFrameIdBits;

    final int frameIdBits;
    final boolean superblocksOf128;
    final boolean warpedMotion;
    final boolean referenceMotion;

    /** OrderHintBits; 0: enable_order_hint is not set. */
    final int orderHintBits;

    final Choice screenContent;
    final Choice integerMotion;
    final boolean superResolution;
    final boolean cdef;
    final boolean restoration;
    final boolean filmGrain;

    /** Bits of frame_presentation_time, which shown frames have then; 0: none has. */
    private int presentationBits;

    private boolean hasModel;
    private int removalBits;
    private int delayBits;
    private boolean monochrome;
    private boolean halfWidth = true;
    private boolean halfHeight = true;
    private boolean separateV;

    /** seq_force_screen_content_tools, seq_force_integer_mv: for all frames, or as each of them says. */
    enum Choice {
        NO,
        YES,
        EACH;

        boolean of(BitReader frame) {
            return this == EACH ? frame.flag() : this == YES;
        }

        private static Choice read(BitReader bits) {
            return bits.flag() ? EACH : bits.flag() ? YES : NO;
        }
    }

    private Av1SequenceHeader(BitReader bits) {
        int profile = bits.number(3);
        check(profile <= PROFESSIONAL, "it has a reserved profile");
        boolean still = bits.flag();
        reduced = bits.flag();
        check(still || !reduced, "its header is reduced to that of a still picture");
        if (reduced) {
            bits.skip(5); // seq_level_idx
        } else {
            readTiming(bits);
            readPoints(bits);
        }
        widthBits = bits.number(4) + 1;
        heightBits = bits.number(4) + 1;
        maxWidth = bits.number(widthBits) + 1;
        maxHeight = bits.number(heightBits) + 1;
        boolean frameIds = !reduced && bits.flag();
        deltaFrameIdBits = frameIds ? bits.number(4) + 2 : 0;
        frameIdBits = frameIds ? bits.number(3) + deltaFrameIdBits + 1 : 0;
        check(frameIdBits <= MAX_FRAME_ID_BITS, "its frames' numbers are too long");
        superblocksOf128 = bits.flag();
        bits.skip(2); // intra tools
        if (reduced) {
            warpedMotion = false;
            referenceMotion = false;
            orderHintBits = 0;
            screenContent = Choice.EACH;
            integerMotion = Choice.EACH;
        } else {
            bits.skip(2); // compounds
            warpedMotion = bits.flag();
            bits.skip(1); // enable_dual_filter
            boolean orderHints = bits.flag();
            bits.skip(orderHints ? 1 : 0); // enable_jnt_comp
            referenceMotion = orderHints && bits.flag();
            screenContent = Choice.read(bits);
            integerMotion = screenContent == Choice.NO ? Choice.EACH : Choice.read(bits);
            orderHintBits = orderHints ? bits.number(3) + 1 : 0;
        }
        superResolution = bits.flag();
        cdef = bits.flag();
        restoration = bits.flag();
        readColor(bits, profile);
        filmGrain = bits.flag();
        check(bits.flag() && bits.restOfByte() == 0, "it does not end where it should");
    }

    /**
     * Reads one.
     *
     * @param payload of the unit
     * @throws InvalidHeader if it cannot be read
     */
    public static Av1SequenceHeader read(byte[] payload) {
        return new Av1SequenceHeader(new BitReader(payload));
    }

    private static void check(boolean holds, String clause) {
        if (!holds) {
            throw new InvalidHeader("a sequence header is wrong: " + clause);
        }
    }

    /** timing_info() and decoder_model_info(). */
    private void readTiming(BitReader bits) {
        if (!bits.flag()) {
            return;
        }
        bits.skip(64);
        boolean equalIntervals = bits.flag();
        if (equalIntervals) {
            bits.unsignedGolomb(); // num_ticks_per_picture_minus_1
        }
        hasModel = bits.flag();
        if (hasModel) {
            delayBits = bits.number(5) + 1;
            bits.skip(32); // num_units_in_decoding_tick
            removalBits = bits.number(5) + 1;
            presentationBits = bits.number(5) + 1;
            if (equalIntervals) {
                presentationBits = 0;
            }
        }
    }

    private void readPoints(BitReader bits) {
        boolean displayDelay = bits.flag();
        int count = bits.number(5) + 1;
        for (int i = 0; i < count; i++) {
            int layers = bits.number(12);
            int level = bits.number(5);
            check(level <= LAST_LEVEL || level == ANY_LEVEL, "it has a reserved level");
            bits.skip(level >= FIRST_LEVEL_WITH_TIER ? 1 : 0);
            boolean modelOfPoint = hasModel && bits.flag();
            bits.skip(modelOfPoint ? 2 * delayBits + 1 : 0);
            if (displayDelay && bits.flag()) {
                bits.skip(4);
            }
            points.add(new OperatingPoint(layers, modelOfPoint));
        }
    }

    /** color_config(): 5.5.2. */
    private void readColor(BitReader bits, int profile) {
        boolean deep = bits.flag();
        boolean twelve = profile == PROFESSIONAL && deep && bits.flag();
        monochrome = profile != 1 && bits.flag();
        int description = bits.flag() ? bits.number(24) : -1;
        if (monochrome) {
            bits.skip(1); // color_range
            return;
        }
        if (description == SRGB_OF_BT709) {
            halfWidth = false;
            halfHeight = false;
        } else {
            bits.skip(1); // color_range
            halfWidth = profile == 0 || profile == PROFESSIONAL && (!twelve || bits.flag());
            halfHeight = profile == 0 || twelve && halfWidth && bits.flag();
            bits.skip(halfWidth && halfHeight ? 2 : 0); // chroma_sample_position
        }
        separateV = bits.flag();
    }

    /** temporal_point_info() of a shown frame. */
    void skipPresentationTime(BitReader frame) {
        frame.skip(presentationBits);
    }

    /** buffer_removal_time of a frame. */
    void skipRemovalTimes(BitReader frame, Av1Unit unit) {
        if (!hasModel || !frame.flag()) {
            return;
        }
        for (OperatingPoint point : points) {
            frame.skip(point.hasModel() && point.has(unit) ? removalBits : 0);
        }
    }

    /** Whether a unit is of what is decoded where nobody chooses an operating point. */
    boolean decodes(Av1Unit unit) {
        return points.isEmpty() || points.get(0).has(unit);
    }

    boolean isMonochrome() {
        return monochrome;
    }

    /** separate_uv_delta_q. */
    boolean separatesV() {
        return separateV;
    }

    boolean is420() {
        return halfWidth && halfHeight;
    }
}
