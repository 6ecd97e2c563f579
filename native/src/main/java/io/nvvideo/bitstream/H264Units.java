package io.nvvideo.bitstream;

/** Types of H.264's NAL units (Rec. ITU-T H.264, table 7-1). */
public final class H264Units {
    public static final int SLICE = 1;
    /** A slice of an IDR picture, and the last type that is one of a picture. */
    public static final int SLICE_IDR = 5;

    public static final int SEI = 6;
    public static final int SEQUENCE_PARAMETERS = 7;
    public static final int PICTURE_PARAMETERS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int FILLER = 12;

    private H264Units() {}
}
