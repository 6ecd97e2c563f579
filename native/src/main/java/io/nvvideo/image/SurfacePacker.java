package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Lays planar YUV out as video hardware does, bit by bit: chroma planes interleaved, samples of 9 to 15 bits moved up to the top
 * of 16, gray given neutral chroma.
 */
final class SurfacePacker {
    private static final byte NEUTRAL = (byte) 128;
    private static final short NEUTRAL_16 = (short) 0x8000;

    private final SurfaceLayout layout;
    private final int shift;
    private final boolean gray;

    /** For little-endian planar frames of that depth. */
    SurfacePacker(SurfaceLayout layout, int bitDepth, boolean gray) {
        this.layout = layout;
        this.shift = 16 - bitDepth;
        this.gray = gray;
    }

    /** Writes {@code layout.byteSize(width, height)} bytes. */
    void pack(AVFrame frame, BytePointer destination) {
        int width = frame.width();
        int height = frame.height();
        int chromaWidth = layout.chromaWidth(width);
        int chromaHeight = layout.chromaHeight(height);
        ByteBuffer out = destination.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        plane(frame, 0, width, height, destination, out);
        if (!layout.interleaved()) {
            plane(frame, 1, chromaWidth, chromaHeight, destination, out);
            plane(frame, 2, chromaWidth, chromaHeight, destination, out);
        } else if (layout.bytesPerSample() == 1) {
            interleave8(frame, chromaWidth, chromaHeight, out);
        } else {
            interleave16(frame, chromaWidth, chromaHeight, out);
        }
    }

    private void plane(AVFrame frame, int plane, int width, int height, BytePointer destination, ByteBuffer out) {
        if (layout.bytesPerSample() == 1 || shift == 0) {
            int rowBytes = width * layout.bytesPerSample();
            BytePointer to = new BytePointer(destination).position(destination.position() + out.position());
            av_image_copy_plane(to, rowBytes, frame.data(plane), frame.linesize(plane), rowBytes, height);
            out.position(out.position() + rowBytes * height);
            return;
        }
        short[] row = new short[width];
        for (int y = 0; y < height; y++) {
            row(frame, plane, y, 2 * width).asShortBuffer().get(row);
            for (int x = 0; x < width; x++) {
                row[x] = (short) (row[x] << shift);
            }
            put(out, row);
        }
    }

    private void interleave8(AVFrame frame, int width, int height, ByteBuffer out) {
        byte[] pairs = new byte[2 * width];
        byte[] blue = new byte[width];
        byte[] red = new byte[width];
        Arrays.fill(pairs, NEUTRAL);
        for (int y = 0; y < height; y++) {
            if (!gray) {
                row(frame, 1, y, width).get(blue);
                row(frame, 2, y, width).get(red);
                for (int x = 0; x < width; x++) {
                    pairs[2 * x] = blue[x];
                    pairs[2 * x + 1] = red[x];
                }
            }
            out.put(pairs);
        }
    }

    private void interleave16(AVFrame frame, int width, int height, ByteBuffer out) {
        short[] pairs = new short[2 * width];
        short[] blue = new short[width];
        short[] red = new short[width];
        Arrays.fill(pairs, NEUTRAL_16);
        for (int y = 0; y < height; y++) {
            if (!gray) {
                row(frame, 1, y, 2 * width).asShortBuffer().get(blue);
                row(frame, 2, y, 2 * width).asShortBuffer().get(red);
                for (int x = 0; x < width; x++) {
                    pairs[2 * x] = (short) (blue[x] << shift);
                    pairs[2 * x + 1] = (short) (red[x] << shift);
                }
            }
            put(out, pairs);
        }
    }

    private static void put(ByteBuffer out, short[] samples) {
        out.asShortBuffer().put(samples);
        out.position(out.position() + 2 * samples.length);
    }

    private static ByteBuffer row(AVFrame frame, int plane, int y, int bytes) {
        // The address itself, so that rows that run upwards (negative line size) work.
        BytePointer start = frame.data(plane);
        BytePointer row = start.getPointer((long) y * frame.linesize(plane));
        return row.capacity(bytes).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
