package io.nvvideo.image;

import io.nvvideo.media.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a converted image, and what a test asks of them. */
record Pixels(ImageShape shape, byte[] bytes) {

    static Pixels of(Output output, TestFrame frame) {
        return of(output, frame, Orientation.UPRIGHT);
    }

    static Pixels of(Output output, TestFrame frame, Orientation orientation) {
        try (ImageConverter converter = new ImageConverter(output, "test.mp4")) {
            return of(converter.convert(frame.frame, orientation));
        }
    }

    static Pixels of(Image image) {
        byte[] bytes = new byte[(int) image.shape().byteSize()];
        image.copyTo(ByteBuffer.wrap(bytes));
        return new Pixels(image.shape(), bytes);
    }

    /** A component of an interleaved picture of 8 or 16 bits. */
    int at(int x, int y, int component) {
        int channels = shape.channels();
        return sample((y * shape.width() + x) * channels + component);
    }

    int sample(int i) {
        boolean deep = shape.pixelFormat().endsWith("le");
        return deep ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * i) & 0xffff : bytes[i] & 0xff;
    }

    /** The largest difference to a reference of 0 to 1 in interleaved components, in steps of the sample. */
    double distance(double[][][] reference) {
        double most = shape.pixelFormat().endsWith("le") ? 65535 : 255;
        double worst = 0;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                for (int c = 0; c < shape.channels(); c++) {
                    worst = Math.max(worst, Math.abs(at(x, y, c) - most * reference[y][x][c]));
                }
            }
        }
        return worst;
    }

    Integer[][][] interleaved() {
        Integer[][][] rows = new Integer[shape.height()][shape.width()][shape.channels()];
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                for (int c = 0; c < shape.channels(); c++) {
                    rows[y][x][c] = at(x, y, c);
                }
            }
        }
        return rows;
    }
}
