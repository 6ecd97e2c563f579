package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.PixelFormat;

/**
 * The layouts of video hardware (NVDEC's output formats). Rows have no padding; 16-bit samples are little endian and hold their
 * value in the most significant bits, the others are zero.
 */
public enum SurfaceLayout {
    /** 4:2:0, 8 bit: a plane of luma, a plane of Cb Cr pairs. */
    NV12("nv12", 1, 1, 1, true),
    /** 4:2:0, 16 bit: as nv12. */
    P016("p016", 2, 1, 1, true),
    /** 4:2:2, 8 bit: as nv12 with chroma of full height. */
    NV16("nv16", 1, 1, 0, true),
    /** 4:2:2, 16 bit. */
    P216("p216", 2, 1, 0, true),
    /** 4:4:4, 8 bit: three planes. */
    YUV444("yuv444", 1, 0, 0, false),
    /** 4:4:4, 16 bit: three planes. */
    YUV444_16("yuv444_16", 2, 0, 0, false);

    private final String layoutName;
    private final int bytesPerSample;
    private final int log2ChromaWidth;
    private final int log2ChromaHeight;
    private final boolean interleaved;

    SurfaceLayout(
            String layoutName, int bytesPerSample, int log2ChromaWidth, int log2ChromaHeight, boolean interleaved) {
        this.layoutName = layoutName;
        this.bytesPerSample = bytesPerSample;
        this.log2ChromaWidth = log2ChromaWidth;
        this.log2ChromaHeight = log2ChromaHeight;
        this.interleaved = interleaved;
    }

    /**
     * The layout that holds a decoded format without loss; gray becomes 4:2:0 with neutral chroma, alpha is dropped.
     *
     * @throws VideoException UNSUPPORTED if there is none
     */
    public static SurfaceLayout of(PixelFormat format, String what) {
        if (!format.rgb() && format.bitDepth() >= 8 && format.bitDepth() <= 16 && !isForeign(format.name())) {
            boolean deep = format.bitDepth() > 8;
            switch (format.chromaSubsampling()) {
                case "4:2:0":
                case "4:0:0":
                    return deep ? P016 : NV12;
                case "4:2:2":
                    return deep ? P216 : NV16;
                case "4:4:4":
                    return deep ? YUV444_16 : YUV444;
                default:
                    break;
            }
        }
        throw new VideoException(
                Code.UNSUPPORTED,
                "Cannot hand out " + what + " as a surface: video hardware has no layout for " + format.name()
                        + ". Use frameFormat=native.");
    }

    /** Formats whose samples are no integers of luma and chroma: half floats, XYZ. */
    private static boolean isForeign(String name) {
        return name.contains("f16") || name.startsWith("xyz");
    }

    /** As {@code pixel_format} tells it. */
    public String layoutName() {
        return layoutName;
    }

    /** 1, or 2: little endian. */
    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** Whether Cb and Cr share a plane. */
    public boolean interleaved() {
        return interleaved;
    }

    /** Luma samples per chroma sample across: 1 or 2. */
    public int across() {
        return 1 << log2ChromaWidth;
    }

    /** Luma samples per chroma sample down: 1 or 2. */
    public int down() {
        return 1 << log2ChromaHeight;
    }

    /** Chroma samples of a row; the last one may reach over the edge. */
    public int chromaWidth(int width) {
        return -(-width >> log2ChromaWidth);
    }

    /** Rows of chroma; the last one may reach over the edge. */
    public int chromaHeight(int height) {
        return -(-height >> log2ChromaHeight);
    }

    /** Bytes of a picture; odd sizes have a chroma sample for the last column and row. */
    public long byteSize(int width, int height) {
        return bytesPerSample * ((long) width * height + 2L * chromaWidth(width) * chromaHeight(height));
    }
}
