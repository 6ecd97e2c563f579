package io.nvvideo.bitstream;

/**
 * What of an AV1 sequence header is needed to read a frame header up to refresh_frame_flags, and that of a key frame up to
 * render_size() (AV1 specification, 5.5).
 *
 * @param widthBits length of frame_width_minus_1
 * @param heightBits length of frame_height_minus_1
 * @param width max_frame_width_minus_1 + 1
 * @param height max_frame_height_minus_1 + 1
 * @param frameIdBits length of current_frame_id; 0 if there is none
 * @param orderHintBits length of order_hint
 * @param choosesScreenContent whether each frame says if it allows screen content tools, seq_force_screen_content_tools being
 *     SELECT_SCREEN_CONTENT_TOOLS; else {@code screenContent} says it for all
 * @param choosesIntegerMotion the same for integer motion vectors
 * @param superResolution whether each frame says if it is coded narrower than it is
 */
public record Av1SequenceHeader(
        int widthBits,
        int heightBits,
        int width,
        int height,
        int frameIdBits,
        int orderHintBits,
        boolean choosesScreenContent,
        boolean screenContent,
        boolean choosesIntegerMotion,
        boolean superResolution) {

    /**
     * Reads one.
     *
     * @return null for what is rare: still pictures, decoder models, scalability
     */
    public static Av1SequenceHeader read(byte[] payload) {
        BitReader bits = new BitReader(payload);
        bits.skip(3); // seq_profile
        boolean stillPicture = bits.flag();
        boolean reducedHeader = bits.flag();
        if (stillPicture || reducedHeader || !readTiming(bits)) {
            return null;
        }
        boolean displayDelay = bits.flag();
        long operatingPoints = bits.bits(5) + 1;
        if (operatingPoints != 1 || bits.bits(12) != 0) {
            return null;
        }
        if (bits.bits(5) > 7) { // seq_level_idx
            bits.skip(1);
        }
        if (displayDelay && bits.flag()) {
            bits.skip(4);
        }
        int widthBits = (int) bits.bits(4) + 1;
        int heightBits = (int) bits.bits(4) + 1;
        int width = (int) bits.bits(widthBits) + 1;
        int height = (int) bits.bits(heightBits) + 1;
        int frameIdBits = 0;
        if (bits.flag()) {
            int deltaBits = (int) bits.bits(4) + 2;
            frameIdBits = (int) bits.bits(3) + deltaBits + 1;
        }
        bits.skip(3 + 4); // superblocks and intra tools; interintra to dual filter
        boolean orderHint = bits.flag();
        bits.skip(orderHint ? 2 : 0);
        boolean choosesScreenContent = bits.flag();
        boolean screenContent = choosesScreenContent || bits.flag();
        boolean choosesIntegerMotion = false;
        if (screenContent) {
            choosesIntegerMotion = bits.flag();
            bits.skip(choosesIntegerMotion ? 0 : 1);
        }
        int orderHintBits = orderHint ? (int) bits.bits(3) + 1 : 0;
        return new Av1SequenceHeader(
                widthBits,
                heightBits,
                width,
                height,
                frameIdBits,
                orderHintBits,
                choosesScreenContent,
                screenContent,
                choosesIntegerMotion,
                bits.flag());
    }

    /** timing_info() and decoder_model_info(); false if there is a decoder model, which frame headers then speak of. */
    private static boolean readTiming(BitReader bits) {
        if (!bits.flag()) {
            return true;
        }
        bits.skip(64);
        if (bits.flag()) {
            bits.unsignedGolomb(); // num_ticks_per_picture_minus_1
        }
        return !bits.flag();
    }
}
