package io.nvvideo.demux;

/** Types of HEVC's NAL units (Rec. ITU-T H.265, table 7-1). */
final class HevcUnits {
    /** RADL_N. Leading pictures follow a random access picture, and are shown before it. */
    static final int FIRST_LEADING = 6;

    /** RASL_R. */
    static final int LAST_LEADING = 9;

    static final int LAST_SUB_LAYER_NON_REFERENCE = 14;

    /** BLA_W_LP, which is also the first of the broken links. */
    static final int FIRST_RANDOM_ACCESS = 16;

    static final int LAST_BROKEN_LINK = 18;
    static final int IDR_WITH_LEADING = 19;
    static final int IDR = 20;
    static final int LAST_RANDOM_ACCESS = 23;
    static final int FIRST_NO_PICTURE = 32;
    static final int SEQUENCE_PARAMETERS = 33;
    static final int PICTURE_PARAMETERS = 34;
    static final int ACCESS_UNIT_DELIMITER = 35;
    static final int END_OF_SEQUENCE = 36;
    static final int END_OF_STREAM = 37;
    static final int FILLER = 38;
    static final int SEI_PREFIX = 39;
    static final int SEI_SUFFIX = 40;

    /** Of no standard: Dolby Vision's metadata, the picture's own. */
    static final int DOLBY_VISION_METADATA = 62;

    /** Of no standard: Dolby Vision's enhancement layer, the picture's own. */
    static final int DOLBY_VISION_LAYER = 63;

    private HevcUnits() {}
}
