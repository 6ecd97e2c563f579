package io.nvvideo.cuda;

import java.util.Arrays;
import java.util.Optional;

/** A codec that NVDEC may know ({@code cudaVideoCodec} of cuviddec.h). */
public enum NvdecCodec {
    MPEG1(0, "mpeg1video"),
    MPEG2(1, "mpeg2video"),
    MPEG4(2, "mpeg4"),
    VC1(3, "vc1"),
    H264(4, "h264"),
    JPEG(5, "mjpeg"),
    HEVC(8, "hevc"),
    VP8(9, "vp8"),
    VP9(10, "vp9"),
    AV1(11, "av1");

    private final int number;
    private final String codecName;

    NvdecCodec(int number, String codecName) {
        this.number = number;
        this.codecName = codecName;
    }

    /** The driver's number. */
    public int number() {
        return number;
    }

    /** FFmpeg's name. */
    public String codecName() {
        return codecName;
    }

    /** Whether pictures are told apart by the bytes alone; packets of the others are what is shown at one time. */
    public boolean hasStartCodes() {
        return switch (this) {
            case MPEG1, MPEG2, MPEG4, VC1, H264, HEVC -> true;
            case JPEG, VP8, VP9, AV1 -> false;
        };
    }

    /** The codec of FFmpeg's name, if NVDEC has ever known it. */
    public static Optional<NvdecCodec> named(String codecName) {
        return Arrays.stream(values())
                .filter(codec -> codec.codecName.equals(codecName))
                .findFirst();
    }
}
