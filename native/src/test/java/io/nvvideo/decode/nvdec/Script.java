package io.nvvideo.decode.nvdec;

import java.io.ByteArrayOutputStream;
import org.bytedeco.javacpp.BytePointer;

/** A packet in the language of the mock decoder (nvcuvid.c): headers, pictures of one value, and when they are due. */
final class Script {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** 4:2:0; cut off at the right and at the bottom. */
    Script headers(int bitDepth, int codedWidth, int codedHeight, int cutRight, int cutBottom) {
        return headers(1, bitDepth, codedWidth, codedHeight, 0, cutRight, cutBottom);
    }

    Script headers(int chroma, int bitDepth, int codedWidth, int codedHeight, int left, int right, int bottom) {
        bytes.write('S');
        for (int value : new int[] {chroma, bitDepth, codedWidth / 16, codedHeight / 16, left, 0, right, bottom, 4}) {
            bytes.write(value);
        }
        return this;
    }

    Script picture(int surface, int value) {
        bytes.write('P');
        bytes.write(surface);
        bytes.write(1);
        bytes.write(value);
        return this;
    }

    Script due(int surface) {
        bytes.write('D');
        bytes.write(surface);
        return this;
    }

    void send(NvdecStream stream, long timestamp) {
        try (BytePointer data = new BytePointer(bytes.toByteArray())) {
            stream.send(data, bytes.size(), timestamp);
        }
    }
}
