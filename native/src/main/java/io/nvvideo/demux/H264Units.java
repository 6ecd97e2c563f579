package io.nvvideo.demux;

/** Types of H.264's NAL units (Rec. ITU-T H.264, table 7-1). */
final class H264Units {
    static final int SLICE = 1;
    /** A slice of an IDR picture, and the last type that is one of a picture. */
    static final int SLICE_IDR = 5;

    static final int SEI = 6;
    static final int SEQUENCE_PARAMETERS = 7;
    static final int ACCESS_UNIT_DELIMITER = 9;
    static final int FILLER = 12;

    private H264Units() {}
}
