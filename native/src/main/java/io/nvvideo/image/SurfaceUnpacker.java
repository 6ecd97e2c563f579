package io.nvvideo.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Takes what video hardware wrote apart into a frame's planes, bit by bit: what {@link SurfacePacker} puts together. Chroma of
 * gray is left out, and samples of 9 to 15 bits come down from the top of 16.
 */
public final class SurfaceUnpacker {
    private final SurfaceLayout layout;
    private final int shift;
    private final boolean gray;

    /**
     * A surface in memory.
     *
     * @param samples from the first luma sample on, at index 0
     * @param lumaPitch bytes from one row of luma to the next
     * @param chromaPitch bytes from one row of chroma to the next
     * @param chroma index of the first Cb sample
     * @param red index of the first Cr sample
     */
    public record Samples(ByteBuffer samples, int lumaPitch, int chromaPitch, int chroma, int red) {}

    /** For little-endian planar frames of that depth. */
    public SurfaceUnpacker(SurfaceLayout layout, int bitDepth, boolean gray) {
        this.layout = layout;
        this.shift = 16 - bitDepth;
        this.gray = gray;
    }

    /** Fills a frame of its own size from the upper left part of a surface. */
    public void unpack(Samples from, AVFrame frame) {
        int chromaWidth = layout.chromaWidth(frame.width());
        int chromaHeight = layout.chromaHeight(frame.height());
        plane(from, 0, from.lumaPitch(), 1, frame, 0, frame.width(), frame.height());
        if (!gray) {
            int step = layout.interleaved() ? 2 : 1;
            plane(from, from.chroma(), from.chromaPitch(), step, frame, 1, chromaWidth, chromaHeight);
            plane(from, from.red(), from.chromaPitch(), step, frame, 2, chromaWidth, chromaHeight);
        }
    }

    private void plane(Samples from, int start, int pitch, int step, AVFrame frame, int plane, int width, int height) {
        int bytes = layout.bytesPerSample();
        int rowBytes = (step * (width - 1) + 1) * bytes;
        byte[] row = new byte[rowBytes];
        byte[] packed = new byte[width];
        short[] deepRow = new short[bytes == 2 ? rowBytes / 2 : 0];
        short[] deep = new short[bytes == 2 ? width : 0];
        for (int y = 0; y < height; y++) {
            int at = start + y * pitch;
            ByteBuffer to = frame.data(plane)
                    .getPointer((long) y * frame.linesize(plane))
                    .capacity((long) width * bytes)
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (bytes == 1) {
                from.samples().get(at, row);
                to.put(step == 1 ? row : everyOther(row, packed));
            } else {
                from.samples()
                        .slice(at, rowBytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer()
                        .get(deepRow);
                for (int x = 0; x < width; x++) {
                    deep[x] = (short) ((deepRow[step * x] & 0xffff) >>> shift);
                }
                to.asShortBuffer().put(deep);
            }
        }
    }

    private static byte[] everyOther(byte[] row, byte[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] = row[2 * x];
        }
        return to;
    }
}
