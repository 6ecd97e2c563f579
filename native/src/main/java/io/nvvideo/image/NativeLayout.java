package io.nvvideo.image;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.PixelFormat;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes a picture of an FFmpeg pixel format takes without padding: what {@code av_image_get_buffer_size} with alignment
 * 1 says, without a native call.
 */
final class NativeLayout {
    private static final int PALETTE_BYTES = 256 * 4;

    /** Packed formats without the endianness at the end of their name: bytes per group of pixels, pixels per group. */
    private static final Map<String, int[]> PACKED = new HashMap<>();

    static {
        packed(1, 1, "rgb8 bgr8 rgb4_byte bgr4_byte bayer_bggr8 bayer_rggb8 bayer_gbrg8 bayer_grbg8");
        packed(
                2,
                1,
                "rgb565 bgr565 rgb555 bgr555 rgb444 bgr444 ya8 bayer_bggr16 bayer_rggb16 bayer_gbrg16 bayer_grbg16");
        packed(3, 1, "rgb24 bgr24 vyu444");
        packed(
                4,
                1,
                "rgba bgra argb abgr rgb0 bgr0 0rgb 0bgr x2rgb10 x2bgr10 xv30 v30x vuya vuyx ayuv uyva ya16 yaf16");
        packed(6, 1, "rgb48 bgr48 xyz12 rgbf16");
        packed(8, 1, "rgba64 bgra64 ayuv64 xv36 xv48 rgbaf16 yaf32");
        packed(12, 1, "rgbf32 rgb96");
        packed(16, 1, "rgbaf32 rgba128");
        packed(4, 2, "yuyv422 uyvy422 yvyu422");
        packed(8, 2, "y210 y212 y216");
        packed(6, 4, "uyyvyy411");
        packed(1, 2, "rgb4 bgr4");
        packed(1, 8, "monow monob");
    }

    private NativeLayout() {}

    /**
     * Bytes of a picture.
     *
     * @throws VideoException UNSUPPORTED for a format that holds no pixels here, such as a handle to a GPU surface
     */
    static long byteSize(PixelFormat format, int width, int height, String what) {
        if (format.name().equals("pal8")) {
            return (long) width * height + PALETTE_BYTES;
        }
        int[] group = PACKED.get(format.name().replaceFirst("(le|be)$", ""));
        if (group != null) {
            return (long) group[0] * ((width + group[1] - 1) / group[1]) * height;
        }
        if (!format.planar() && !isSemiPlanar(format.name())) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot hand out " + what + " as it is: " + format.name()
                            + " is no layout of pixels in memory. Use frameFormat=rgb.");
        }
        int bytes = format.bitDepth() <= 8 ? 1 : format.bitDepth() <= 16 ? 2 : 4;
        long full = (long) width * height;
        long chroma = (long) -(-width >> format.log2ChromaWidth()) * -(-height >> format.log2ChromaHeight());
        int chromaPlanes = format.components() < 3 ? 0 : 2;
        return bytes * ((format.components() - chromaPlanes) * full + chromaPlanes * chroma);
    }

    /** Whether chroma comes as one plane of pairs (nv12, p010, ...). */
    static boolean isSemiPlanar(String name) {
        return name.matches("nv(12|21|16|24|42)|nv20(le|be)|p[024]1[0246](le|be)");
    }

    private static void packed(int bytes, int pixels, String names) {
        for (String name : names.split(" ")) {
            PACKED.put(name, new int[] {bytes, pixels});
        }
    }
}
