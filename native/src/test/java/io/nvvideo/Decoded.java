package io.nvvideo;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** What frames decode to, as far as tests compare it. */
final class Decoded {
    /** A frame's timestamp, and the MD5 of its pixels in the stream's own format. */
    record Picture(long pts, String md5, boolean corrupt) {}

    private Decoded() {}

    /** The frames of a selection by number; what cannot be decoded is not there. */
    static Map<Integer, Picture> of(Video video, Selection selection) {
        Map<Integer, Picture> pictures = new TreeMap<>();
        Output output = Output.RGB.withFormat(FrameFormat.NATIVE);
        try (FrameReader reader = video.frames(selection, output)) {
            while (true) {
                try {
                    if (!reader.next()) {
                        return pictures;
                    }
                } catch (VideoException e) {
                    continue;
                }
                byte[] data = new byte[(int) reader.image().shape().byteSize()];
                reader.image().copyTo(ByteBuffer.wrap(data));
                pictures.put(
                        (int) reader.info().index(),
                        new Picture(
                                reader.info().pts(), md5(data), reader.info().corrupt()));
            }
        }
    }

    private static String md5(byte[] data) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("MD5").digest(data)).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
