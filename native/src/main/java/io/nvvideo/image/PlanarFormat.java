package io.nvvideo.image;

import io.nvvideo.media.PixelFormat;
import java.util.regex.Pattern;

/**
 * The planar, little-endian format without alpha that holds the same samples as a decoded format.
 *
 * @param name FFmpeg's name of the planar format
 * @param sameBytes whether a decoded frame can be read as that format as it is, without a copy
 */
record PlanarFormat(String name, boolean sameBytes) {
    /** Of planar RGB, which FFmpeg calls gbrp for that order. */
    static final int GREEN_PLANE = 0;

    static final int BLUE_PLANE = 1;
    static final int RED_PLANE = 2;

    /** What zscale reads and writes (FFmpeg's vf_zscale.c), alpha aside. */
    private static final Pattern ZSCALE =
            Pattern.compile("yuv(410|411|440)p|yuv440p1[02]le|yuv(420|422|444)p((9|10|12|14|16)le)?"
                    + "|gray((9|10|12|14|16)le)?|gbrp((9|10|12|14|16|f32)le)?");

    static PlanarFormat of(PixelFormat format) {
        String plain = plainName(format.name());
        if (isZscale(plain)) {
            return new PlanarFormat(plain, true);
        }
        String littleEndian = plain.replaceFirst("be$", "le");
        if (isZscale(littleEndian)) {
            return new PlanarFormat(littleEndian, false);
        }
        int bits = format.bitDepth() <= 8 ? 8 : format.bitDepth() <= 10 ? 10 : format.bitDepth() <= 12 ? 12 : 16;
        String depth = bits == 8 ? "" : bits + "le";
        if (format.rgb() || format.name().startsWith("xyz") || format.name().startsWith("bayer")) {
            return new PlanarFormat("gbrp" + depth, false);
        }
        if (format.components() < 3) {
            return new PlanarFormat("gray" + depth, false);
        }
        return new PlanarFormat("yuv" + format.chromaSubsampling().replace(":", "") + "p" + depth, false);
    }

    /** Whether zscale takes that format. */
    static boolean isZscale(String name) {
        return ZSCALE.matcher(name).matches();
    }

    /** The name without the full-range mark and the last, alpha plane: the other planes are the same. */
    static String plainName(String name) {
        return name.replaceFirst("^yuv[ja]", "yuv").replaceFirst("^gbrap", "gbrp");
    }

    int bytesPerSample() {
        return name.endsWith("le") ? 2 : 1;
    }

    boolean rgb() {
        return name.startsWith("gbr");
    }

    boolean gray() {
        return name.startsWith("gray");
    }

    /**
     * The 4:4:4 format whose luma plane has the samples of this format's. FFmpeg's filters take gray for full range whatever its
     * tag says, so it travels as YUV.
     */
    String lumaCarrier() {
        return "yuv444p" + depthSuffix();
    }

    private String depthSuffix() {
        return name.replaceFirst("^(yuv\\d{3}p|gbrp|gray)", "");
    }
}
