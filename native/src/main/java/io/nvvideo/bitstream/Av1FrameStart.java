package io.nvvideo.bitstream;

/**
 * The beginning of a frame header of AV1, for which no other frame has to be known: uncompressed_header() up to
 * refresh_frame_flags (AV1 specification, 5.9.2).
 *
 * @param existing slot of the frame that is shown again, and then all but {@code shown} says nothing; {@link #NONE} if a new one
 *     follows
 * @param type frame_type
 * @param shown show_frame
 * @param showable whether it is shown, now or later: show_frame or showable_frame
 * @param resilient error_resilient_mode
 * @param withoutUpdate disable_cdf_update
 * @param screenContent allow_screen_content_tools
 * @param integerMotion force_integer_mv
 * @param otherSize frame_size_override_flag
 * @param orderHint order_hint
 * @param primary primary_ref_frame
 * @param refreshes refresh_frame_flags: bit i of slot i
 */
public record Av1FrameStart(
        int existing,
        int type,
        boolean shown,
        boolean showable,
        boolean resilient,
        boolean withoutUpdate,
        boolean screenContent,
        boolean integerMotion,
        boolean otherSize,
        int orderHint,
        int primary,
        int refreshes) {
    /** In place of a slot. */
    public static final int NONE = -1;

    public static final int KEY_FRAME = 0;
    public static final int INTER_FRAME = 1;
    public static final int INTRA_ONLY_FRAME = 2;
    public static final int SWITCH_FRAME = 3;

    /** Longer than any. */
    public static final int MAX_BYTES = 160;

    static final int SLOTS = 8;
    static final int ALL_SLOTS = (1 << SLOTS) - 1;
    static final int PRIMARY_NONE = 7;

    /**
     * Reads one.
     *
     * @param unit of which it is, which says of which layers the frame is
     * @throws InvalidHeader if it is cut off
     */
    public static Av1FrameStart read(BitReader bits, Av1SequenceHeader sequence, Av1Unit unit) {
        boolean reduced = sequence.reduced;
        if (!reduced && bits.flag()) {
            int existing = bits.number(3);
            sequence.skipPresentationTime(bits);
            bits.skip(sequence.frameIdBits); // display_frame_id
            return new Av1FrameStart(existing, NONE, true, true, false, false, false, false, false, 0, PRIMARY_NONE, 0);
        }
        int type = reduced ? KEY_FRAME : bits.number(2);
        boolean shown = reduced || bits.flag();
        if (shown && !reduced) {
            sequence.skipPresentationTime(bits);
        }
        boolean showable = shown || bits.flag();
        boolean refreshesAll = type == SWITCH_FRAME || type == KEY_FRAME && shown;
        boolean resilient = refreshesAll || bits.flag();
        boolean withoutUpdate = bits.flag();
        boolean screenContent = sequence.screenContent.of(bits);
        boolean integerMotion = screenContent && sequence.integerMotion.of(bits);
        bits.skip(sequence.frameIdBits); // current_frame_id
        boolean otherSize = type == SWITCH_FRAME || !reduced && bits.flag();
        int orderHint = bits.number(sequence.orderHintBits);
        boolean intra = type == KEY_FRAME || type == INTRA_ONLY_FRAME;
        int primary = intra || resilient ? PRIMARY_NONE : bits.number(3);
        sequence.skipRemovalTimes(bits, unit);
        int refreshes = refreshesAll ? ALL_SLOTS : bits.number(SLOTS);
        return new Av1FrameStart(
                NONE,
                type,
                shown,
                showable,
                resilient,
                withoutUpdate,
                screenContent,
                integerMotion || intra,
                otherSize,
                orderHint,
                primary,
                refreshes);
    }

    public boolean isIntra() {
        return type == KEY_FRAME || type == INTRA_ONLY_FRAME;
    }

    /** Whether it is a key frame that is shown, before which nothing counts. */
    public boolean isShownKey() {
        return type == KEY_FRAME && shown;
    }
}
