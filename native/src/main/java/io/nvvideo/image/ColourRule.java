package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_BOTTOM;
import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_CHROMA_DERIVED_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_CHROMA_DERIVED_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_ICTCP;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE2085;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_YCGCO;

import io.nvvideo.media.PixelFormat;

/**
 * What the code values of a frame mean, from its own tags and, where it has none, from one rule that every device follows.
 *
 * <ul>
 *   <li>Matrix coefficients as ITU-T H.273, table 4. No tag: BT.601 ({@code smpte170m}) below 720 stored lines, BT.709 from
 *       there. What is no plain matrix becomes the nearest one: BT.2020 constant luminance, ICtCp and ST 2085 become BT.2020
 *       non-constant luminance, matrices derived from primaries become that of BT.709 or BT.2020.
 *   <li>Range as tagged; no tag: limited, but full for the {@code yuvj} formats. RGB is always full.
 *   <li>Chroma siting as tagged (H.273, figure 10); no tag: left.
 *   <li>Transfer curve and primaries are kept: code values are never mapped to another curve or gamut.
 * </ul>
 *
 * @param matrix FFmpeg's {@code AVCOL_SPC_*}, the code points of H.273; {@code AVCOL_SPC_RGB} for RGB
 * @param fullRange whether codes use the full range
 * @param chromaLocation FFmpeg's {@code AVCHROMA_LOC_*}
 */
public record ColourRule(int matrix, boolean fullRange, int chromaLocation) {
    private static final int HD_LINES = 720;

    /** Code point 15 of H.273 and the next, lossless variants of YCgCo, which only newer FFmpeg versions name. */
    private static final int FIRST_YCGCO_R = 16;

    private static final int LAST_YCGCO_R = 17;

    /**
     * Applies the rule.
     *
     * @param space the frame's {@code AVCOL_SPC_*}
     * @param range the frame's {@code AVCOL_RANGE_*}
     * @param primaries the frame's {@code AVCOL_PRI_*}
     * @param chromaLocation the frame's {@code AVCHROMA_LOC_*}
     * @param storedHeight lines of the decoded frame
     */
    public static ColourRule of(
            PixelFormat format, int space, int range, int primaries, int chromaLocation, int storedHeight) {
        int location = chromaLocation >= AVCHROMA_LOC_LEFT && chromaLocation <= AVCHROMA_LOC_BOTTOM
                ? chromaLocation
                : AVCHROMA_LOC_LEFT;
        if (format.rgb()) {
            return new ColourRule(AVCOL_SPC_RGB, true, location);
        }
        boolean untaggedIsFull = format.name().startsWith("yuvj") || format.bitDepth() == 1;
        boolean full = range == AVCOL_RANGE_JPEG || range != AVCOL_RANGE_MPEG && untaggedIsFull;
        return new ColourRule(matrix(space, primaries, storedHeight), full, location);
    }

    /** The matrix that stands for an absent or unusable tag. */
    public static int defaultMatrix(int storedHeight) {
        return storedHeight < HD_LINES ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
    }

    private static int matrix(int space, int primaries, int storedHeight) {
        return switch (space) {
            case AVCOL_SPC_BT709,
                    AVCOL_SPC_FCC,
                    AVCOL_SPC_BT470BG,
                    AVCOL_SPC_SMPTE170M,
                    AVCOL_SPC_SMPTE240M,
                    AVCOL_SPC_BT2020_NCL,
                    AVCOL_SPC_YCGCO -> space;
            case FIRST_YCGCO_R, LAST_YCGCO_R -> AVCOL_SPC_YCGCO;
            case AVCOL_SPC_BT2020_CL, AVCOL_SPC_ICTCP, AVCOL_SPC_SMPTE2085 -> AVCOL_SPC_BT2020_NCL;
            case AVCOL_SPC_CHROMA_DERIVED_NCL, AVCOL_SPC_CHROMA_DERIVED_CL ->
                primaries == AVCOL_PRI_BT2020
                        ? AVCOL_SPC_BT2020_NCL
                        : primaries == AVCOL_PRI_BT709 ? AVCOL_SPC_BT709 : defaultMatrix(storedHeight);
            default -> defaultMatrix(storedHeight);
        };
    }
}
