package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;

import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import java.util.ArrayList;
import java.util.List;

/** Which filters make an output from a source, as the text of an FFmpeg filter chain; empty if none is needed. */
final class Chains {
    private static final String ZSCALE = "zscale=filter=bilinear:dither=none";
    private static final String ACCURATE = ":flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp";
    private static final String RESIZED_RANGE = "limited";

    private final Output output;
    private final Geometry geometry;
    private final SourceFrame source;
    private final boolean rgbSource;
    private final List<String> filters = new ArrayList<>();

    private Chains(Output output, Geometry geometry, SourceFrame source, boolean rgbSource) {
        this.output = output;
        this.geometry = geometry;
        this.source = source;
        this.rgbSource = rgbSource;
    }

    /**
     * For rgb, rgbp, bgr, png and jpeg by zscale.
     *
     * @param packed false: rgb and bgr are left planar
     */
    static String exactColour(Output output, Geometry geometry, SourceFrame source, boolean packed) {
        return new Chains(output, geometry, source, source.space() == 0).exactColour(packed);
    }

    /** For the same by swscale, 8 bits. */
    static String fastColour(Output output, Geometry geometry, SourceFrame source) {
        return new Chains(output, geometry, source, false).fastColour();
    }

    /** For gray: the luma plane at full range; that of RGB by the default matrix for its height. */
    static String gray(Output output, Geometry geometry, SourceFrame source) {
        return new Chains(output, geometry, source, source.space() == 0).gray();
    }

    /** For native and surface, when they are scaled: to {@code target}, in the source's own tags. */
    static String own(Output output, Geometry geometry, SourceFrame source, PixelFormat format, String target) {
        return new Chains(output, geometry, source, false).own(format, target);
    }

    private String exactColour(boolean packed) {
        boolean jpeg = output.format() == FrameFormat.JPEG;
        boolean evenTarget = geometry.width() % 2 == 0 && geometry.height() % 2 == 0;
        boolean padded = source.width() != geometry.storedWidth() || source.height() != geometry.storedHeight();
        if (jpeg && !rgbSource && !padded && evenTarget && geometry.isPlain()) {
            filters.add(ZSCALE + size() + input() + jfif());
            filters.add("format=yuv420p");
            return text();
        }
        String planar = output.bitDepth() == 16 ? "gbrp16le" : "gbrp";
        String whole = ZSCALE + input() + ":matrix=gbr:range=full";
        if (padded) {
            // What was repeated at the edges is cut off again, so it has to be at full size; 16 bits so as to round
            // once.
            filters.add(whole);
            filters.add("format=" + (geometry.scales() ? "gbrp16le" : planar));
            filters.add("crop=" + geometry.storedWidth() + ":" + geometry.storedHeight() + ":0:0:exact=1");
            if (geometry.scales()) {
                filters.add(ZSCALE + size() + ":matrixin=gbr:rangein=full:matrix=gbr:range=full");
                filters.add("format=" + planar);
            }
        } else if (geometry.scales() && !rgbSource) {
            // In one step zscale would apply the matrix before it enlarges.
            resize();
            filters.add(
                    ZSCALE + ":matrixin=" + source.space() + ":rangein=" + RESIZED_RANGE + ":matrix=gbr:range=full");
            filters.add("format=" + planar);
        } else {
            filters.add(whole + size());
            filters.add("format=" + planar);
        }
        arrange();
        if (jpeg && evenTarget) {
            filters.add(ZSCALE + ":matrixin=gbr:rangein=full" + jfif());
            filters.add("format=yuv420p");
        } else if (packed) {
            finish(ACCURATE);
        }
        return text();
    }

    private String fastColour() {
        if (output.format() == FrameFormat.JPEG && geometry.isPlain()) {
            filters.add(scale(fast()) + ":out_color_matrix=smpte170m:out_range=full");
            filters.add("format=yuv420p");
            return text();
        }
        filters.add(scale(fast()));
        filters.add("format="
                + switch (output.format()) {
                    case RGBP -> "gbrp";
                    case BGR -> "bgr24";
                    default -> "rgb24";
                });
        arrange();
        finish("");
        return text();
    }

    private String gray() {
        String depth = output.bitDepth() == 16 ? "16le" : "";
        int matrix = rgbSource ? ColourRule.defaultMatrix(geometry.storedHeight()) : source.space();
        if (geometry.scales() && !rgbSource && output.bitDepth() == 16) {
            // In one step zscale would make 16 bits of full range before it resizes, and clamp there.
            resize();
            filters.add(
                    ZSCALE + ":matrixin=" + matrix + ":rangein=" + RESIZED_RANGE + ":matrix=" + matrix + ":range=full");
        } else {
            filters.add(ZSCALE + size() + input() + ":matrix=" + matrix + ":range=full");
        }
        filters.add("format=yuv444p" + depth);
        arrange();
        return text();
    }

    /**
     * To the new size in 4:4:4 of 16 bits, in the source's own matrix and limited range, so that nothing is clamped: full range of 16
     * bits ends at -32768 / 65535, which is more than the least value of chroma of 8 bits, -128 / 255.
     */
    private void resize() {
        String own = ":matrix=" + source.space() + ":range=" + RESIZED_RANGE;
        String input = input();
        // zscale resizes samples of 9 to 16 bits as they are, which is a step of 10 bits too coarse for 16-bit output.
        String deeper = source.formatName().replaceFirst("p\\d+le$", "p16le");
        if (output.bitDepth() == 16 && !deeper.equals(source.formatName()) && PlanarFormat.isZscale(deeper)) {
            filters.add(ZSCALE + input + own + ":chromal=" + chroma());
            filters.add("format=" + deeper);
            input = input(RESIZED_RANGE);
        }
        filters.add(ZSCALE + size() + input + own);
        filters.add("format=yuv444p16le");
    }

    private String own(PixelFormat format, String target) {
        boolean divides = source.width() % (1 << format.log2ChromaWidth()) == 0
                && source.height() % (1 << format.log2ChromaHeight()) == 0;
        if (output.conversion() == Conversion.EXACT && divides && PlanarFormat.isZscale(source.formatName())) {
            String matrix = String.valueOf(source.space());
            filters.add(ZSCALE + size() + input() + ":matrix=" + (source.space() == 0 ? "gbr" : matrix) + ":range="
                    + range() + ":chromal=" + chroma());
        } else {
            filters.add(scale(output.conversion() == Conversion.EXACT ? ACCURATE : fast()) + ":out_range=" + range());
        }
        filters.add("format=" + target);
        arrange();
        return text();
    }

    /** Turns, then cuts or pads. */
    private void arrange() {
        Orientation turn = geometry.turn();
        switch (turn.clockwiseDegrees()) {
            case 90 -> filters.add(turn.mirrored() ? "transpose=clock_flip" : "transpose=clock");
            case 270 -> filters.add(turn.mirrored() ? "transpose=cclock_flip" : "transpose=cclock");
            case 180 -> filters.add(turn.mirrored() ? "vflip" : "hflip,vflip");
            default -> {
                if (turn.mirrored()) {
                    filters.add("hflip");
                }
            }
        }
        String box = geometry.width() + ":" + geometry.height() + ":" + geometry.offsetX() + ":" + geometry.offsetY();
        if (geometry.crops()) {
            filters.add("crop=" + box + ":exact=1");
        } else if (geometry.pads()) {
            filters.add("pad=" + box + ":color=black");
        }
    }

    /** From RGB to the layout that is handed out or encoded. */
    private void finish(String flags) {
        boolean deep = output.bitDepth() == 16;
        switch (output.format()) {
            case RGB -> filters.add("format=" + (deep ? "rgb48le" : "rgb24"));
            case BGR -> filters.add("format=" + (deep ? "bgr48le" : "bgr24"));
            case PNG -> filters.add("format=" + (deep ? "rgb48be" : "rgb24"));
            case JPEG -> {
                filters.add("scale=w=iw:h=ih" + flags + ":out_color_matrix=smpte170m:out_range=full");
                filters.add("format=yuv420p");
            }
            default -> {
                // rgbp: the planes are put in order when they are copied.
            }
        }
    }

    private String size() {
        return geometry.scales() ? ":w=" + geometry.storedScaledWidth() + ":h=" + geometry.storedScaledHeight() : "";
    }

    /** swscale's own defaults at the stored size: they also choose how it spreads chroma. */
    private String fast() {
        return geometry.scales() ? ":flags=bilinear" : "";
    }

    private String scale(String flags) {
        return "scale=w=" + geometry.storedScaledWidth() + ":h=" + geometry.storedScaledHeight() + flags + ":in_range="
                + range();
    }

    private String input() {
        return input(range());
    }

    private String input(String range) {
        return ":matrixin=" + (source.space() == 0 ? "gbr" : source.space()) + ":rangein=" + range + ":chromalin="
                + chroma();
    }

    private String range() {
        return source.fullRange() ? "full" : "limited";
    }

    /** FFmpeg counts its locations from 1, zscale from 0, in the same order. */
    private String chroma() {
        return String.valueOf(source.chromaLocation() - 1);
    }

    private static String jfif() {
        return ":matrix=" + AVCOL_SPC_SMPTE170M + ":range=full:chromal=center";
    }

    private String text() {
        return String.join(",", filters);
    }
}
