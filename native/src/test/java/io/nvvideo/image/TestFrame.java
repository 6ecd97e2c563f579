package io.nvvideo.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.PixelFormat;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A frame of any format whose samples a test sets and reads one by one, as FFmpeg's descriptor says where they are. */
final class TestFrame implements AutoCloseable {
    /** A sample's value from 0 to 1 at a place from 0 to 1. */
    interface Content {
        double at(int component, double x, double y);
    }

    static final Content GRADIENT = (c, x, y) -> c == 0 ? x : c == 1 ? y : (2 - x - y) / 2;
    static final Content SMOOTH = (c, x, y) -> 0.5 + 0.3 * Math.sin(2 * x + 3 * y + c) * Math.cos(c - 2 * y + x);

    static Content noise(long seed) {
        Random random = new Random(seed);
        return (c, x, y) -> random.nextDouble();
    }

    final AVFrame frame;
    final PixelFormat format;
    private final AVPixFmtDescriptor descriptor;
    private final boolean bigEndian;

    TestFrame(String name, int width, int height) {
        Natives.require();
        int number = PixelFormats.number(name);
        if (number < 0) {
            throw new IllegalArgumentException(name);
        }
        format = PixelFormats.of(number);
        descriptor = av_pix_fmt_desc_get(number);
        bigEndian = (descriptor.flags() & AV_PIX_FMT_FLAG_BE) != 0;
        frame = av_frame_alloc();
        frame.format(number).width(width).height(height);
        if (av_frame_get_buffer(frame, 64) < 0) {
            throw new IllegalStateException(name);
        }
        for (int plane = 0; plane < 4 && frame.buf(plane) != null; plane++) {
            Pointer.memset(frame.buf(plane).data(), 0, frame.buf(plane).size());
        }
    }

    TestFrame tags(int space, int range, int chromaLocation) {
        frame.colorspace(space).color_range(range).chroma_location(chromaLocation);
        return this;
    }

    TestFrame fill(Content content) {
        for (int c = 0; c < descriptor.nb_components(); c++) {
            int most = (1 << depth(c)) - 1;
            for (int y = 0; y < height(c); y++) {
                for (int x = 0; x < width(c); x++) {
                    double value = content.at(c, (x + 0.5) / width(c), (y + 0.5) / height(c));
                    set(c, x, y, (int) Math.round(value * most));
                }
            }
        }
        return this;
    }

    int depth(int c) {
        return descriptor.comp(c).depth();
    }

    int width(int c) {
        return isChroma(c) ? -(-frame.width() >> format.log2ChromaWidth()) : frame.width();
    }

    int height(int c) {
        return isChroma(c) ? -(-frame.height() >> format.log2ChromaHeight()) : frame.height();
    }

    private boolean isChroma(int c) {
        return !format.rgb() && (c == 1 || c == 2) && format.components() > 2;
    }

    void set(int c, int x, int y, int value) {
        AVComponentDescriptor d = descriptor.comp(c);
        int bits = d.depth() + d.shift();
        BytePointer at = at(d, x, y);
        int mask = ((1 << d.depth()) - 1) << d.shift();
        int word = load(at, bits) & ~mask | value << d.shift();
        int bytes = bytes(bits);
        for (int b = 0; b < bytes; b++) {
            at.put(bigEndian ? bytes - 1 - b : b, (byte) (word >> 8 * b));
        }
    }

    int get(int c, int x, int y) {
        AVComponentDescriptor d = descriptor.comp(c);
        return load(at(d, x, y), d.depth() + d.shift()) >> d.shift() & (1 << d.depth()) - 1;
    }

    private int load(BytePointer at, int bits) {
        int bytes = bytes(bits);
        int word = 0;
        for (int b = 0; b < bytes; b++) {
            word |= (at.get(bigEndian ? bytes - 1 - b : b) & 0xff) << 8 * b;
        }
        return word;
    }

    private static int bytes(int bits) {
        return bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
    }

    private BytePointer at(AVComponentDescriptor d, int x, int y) {
        return frame.data(d.plane())
                .getPointer((long) y * frame.linesize(d.plane()) + (long) x * d.step() + d.offset());
    }

    /** A component as a grid of samples, rows first. */
    int[][] plane(int c) {
        int[][] samples = new int[height(c)][width(c)];
        for (int y = 0; y < samples.length; y++) {
            for (int x = 0; x < samples[y].length; x++) {
                samples[y][x] = get(c, x, y);
            }
        }
        return samples;
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
