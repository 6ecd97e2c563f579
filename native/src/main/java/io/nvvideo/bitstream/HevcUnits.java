package io.nvvideo.bitstream;

/** Types of HEVC's NAL units (Rec. ITU-T H.265, table 7-1). */
public final class HevcUnits {
    /** RADL_N. Leading pictures follow a random access picture, and are shown before it. */
    public static final int FIRST_LEADING = 6;

    /** RASL_R. */
    public static final int LAST_LEADING = 9;

    public static final int LAST_SUB_LAYER_NON_REFERENCE = 14;

    /** BLA_W_LP, which is also the first of the broken links. */
    public static final int FIRST_RANDOM_ACCESS = 16;

    public static final int LAST_BROKEN_LINK = 18;
    public static final int IDR_WITH_LEADING = 19;
    public static final int IDR = 20;
    public static final int LAST_RANDOM_ACCESS = 23;
    public static final int FIRST_NO_PICTURE = 32;
    public static final int VIDEO_PARAMETERS = 32;
    public static final int SEQUENCE_PARAMETERS = 33;
    public static final int PICTURE_PARAMETERS = 34;
    public static final int ACCESS_UNIT_DELIMITER = 35;
    public static final int END_OF_SEQUENCE = 36;
    public static final int END_OF_STREAM = 37;
    public static final int FILLER = 38;
    public static final int SEI_PREFIX = 39;
    public static final int SEI_SUFFIX = 40;

    /** Of no standard: Dolby Vision's metadata, the picture's own. */
    public static final int DOLBY_VISION_METADATA = 62;

    /** Of no standard: Dolby Vision's enhancement layer, the picture's own. */
    public static final int DOLBY_VISION_LAYER = 63;

    private HevcUnits() {}
}
