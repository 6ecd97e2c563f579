package io.nvvideo.bitstream;

import java.nio.ByteBuffer;

/**
 * What is needed of a sequence parameter set of H.264 (Rec. ITU-T H.264, 7.3.2.1.1).
 *
 * @param id seq_parameter_set_id
 * @param chroma chroma_format_idc: 0 is gray, 1 is 4:2:0, 2 is 4:2:2, 3 is 4:4:4
 * @param separatePlanes separate_colour_plane_flag
 * @param frameNumberBits length of frame_num
 * @param framesOnly frame_mbs_only_flag
 * @param area how large its pictures are, and what of them is shown; null if that makes no sense
 * @param tellsReordering whether it says how many frames are reordered (max_num_reorder_frames): few encoders of cameras do
 */
public record H264SequenceParameters(
        long id,
        int chroma,
        boolean separatePlanes,
        int frameNumberBits,
        boolean framesOnly,
        PictureArea area,
        boolean tellsReordering) {
    /** log2_max_frame_num_minus4 is at most 12: 7.4.2.1.1. */
    public static final int MAX_FRAME_NUMBER_BITS = 16;

    private static final int EXTENDED_SAR = 255;

    /**
     * Reads one.
     *
     * @param unit the NAL unit, its header included
     * @throws BitReader.EndOfHeader if it is cut off
     */
    public static H264SequenceParameters read(ByteBuffer unit) {
        BitReader bits = new BitReader(NalUnits.unescape(unit, 1, unit.limit()));
        int profile = (int) bits.bits(8);
        bits.skip(16);
        long id = bits.unsignedGolomb();
        long chroma = 1;
        boolean separatePlanes = false;
        if (hasChromaFormat(profile)) {
            chroma = bits.unsignedGolomb();
            separatePlanes = chroma == 3 && bits.flag();
            skipDepths(bits, chroma);
        }
        int frameNumberBits = (int) Math.min(bits.unsignedGolomb(), MAX_FRAME_NUMBER_BITS) + 4;
        skipOrderCount(bits);
        bits.unsignedGolomb(); // max_num_ref_frames
        bits.skip(1);
        long width = 16 * (bits.unsignedGolomb() + 1);
        long height = 16 * (bits.unsignedGolomb() + 1);
        boolean framesOnly = bits.flag();
        bits.skip(framesOnly ? 1 : 2); // mb_adaptive_frame_field_flag, direct_8x8_inference_flag
        int fields = framesOnly ? 1 : 2;
        int unitX = !separatePlanes && (chroma == 1 || chroma == 2) ? 2 : 1;
        int unitY = !separatePlanes && chroma == 1 ? 2 : 1;
        PictureArea area = PictureArea.read(bits, width, fields * height, unitX, fields * unitY);
        return new H264SequenceParameters(
                id, (int) chroma, separatePlanes, frameNumberBits, framesOnly, area, tellsReordering(bits));
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** From bit_depth_luma_minus8 to the scaling matrices. */
    private static void skipDepths(BitReader bits, long chroma) {
        bits.unsignedGolomb(); // bit_depth_luma_minus8
        bits.unsignedGolomb(); // bit_depth_chroma_minus8
        bits.skip(1);
        if (bits.flag()) {
            for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
                if (bits.flag()) {
                    skipScalingList(bits, list < 6 ? 16 : 64);
                }
            }
        }
    }

    /** 7.3.2.1.1.1. */
    private static void skipScalingList(BitReader bits, int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = Math.floorMod(last + bits.signedGolomb(), 256L);
            }
            last = next == 0 ? last : next;
        }
    }

    /** pic_order_cnt_type and what belongs to it. */
    private static void skipOrderCount(BitReader bits) {
        long type = bits.unsignedGolomb();
        if (type == 0) {
            bits.unsignedGolomb();
        } else if (type == 1) {
            bits.skip(1);
            bits.signedGolomb();
            bits.signedGolomb();
            long count = bits.unsignedGolomb();
            for (long i = 0; i < count; i++) {
                bits.signedGolomb();
            }
        }
    }

    /** bitstream_restriction_flag, behind all else in vui_parameters(): E.1.1. */
    private static boolean tellsReordering(BitReader bits) {
        try {
            if (!bits.flag()) {
                return false;
            }
            if (bits.flag() && bits.bits(8) == EXTENDED_SAR) {
                bits.skip(32);
            }
            bits.skip(bits.flag() ? 1 : 0); // overscan
            if (bits.flag()) {
                bits.skip(4); // video_format, video_full_range_flag
                bits.skip(bits.flag() ? 24 : 0);
            }
            if (bits.flag()) {
                bits.unsignedGolomb(); // chroma location
                bits.unsignedGolomb();
            }
            bits.skip(bits.flag() ? 65 : 0); // timing
            boolean nal = skipBuffering(bits);
            boolean vcl = skipBuffering(bits);
            bits.skip(nal || vcl ? 2 : 1); // low_delay_hrd_flag, pic_struct_present_flag
            return bits.flag();
        } catch (BitReader.EndOfHeader e) {
            return false;
        }
    }

    /** hrd_parameters() if they are there: E.1.2. */
    private static boolean skipBuffering(BitReader bits) {
        if (!bits.flag()) {
            return false;
        }
        long count = bits.unsignedGolomb() + 1;
        bits.skip(8);
        for (long i = 0; i < count; i++) {
            bits.unsignedGolomb();
            bits.unsignedGolomb();
            bits.skip(1);
        }
        bits.skip(20);
        return true;
    }
}
