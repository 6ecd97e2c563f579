package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Which packet each picture is of. The parser hands the times of packets on, but sorts those that are not in the order of
 * presentation, because it takes them for times of decoding ({@code display_picture} of its open-source twin,
 * VulkanVideoDecoder.cpp in nvpro-samples/vk_video_samples; seen on a GPU by nvidia-holoscan/holohub, pull request 1709): the
 * number of a packet comes back with the picture of another one. So a picture's first slice is looked for in the packets when it
 * is decoded, and from then on the picture is known by its surface. Pure.
 */
final class PicturePackets {
    /** The number of no packet. */
    static final long NONE = -1;

    /** How many bytes of a slice are enough: it begins with what counts pictures. */
    static final int SLICE_BYTES = 48;

    /** Packets behind which the parser has found no picture for so long have none. */
    private static final int MAX_WAITING = 64;

    private record Fed(long number, byte[] bytes) {}

    private final boolean byBytes;
    private final Deque<Fed> waiting = new ArrayDeque<>();
    private final Map<Integer, Long> bySurface = new HashMap<>();
    /** Whose picture was decoded last; it may have another one. */
    private Fed last;

    /** For one stream. Packets that are frames are shown as they come, so their times stay with them. */
    PicturePackets(NvdecCodec codec) {
        byBytes = switch (codec) {
            case MPEG1, MPEG2, MPEG4, VC1, H264, HEVC -> true;
            case JPEG, VP8, VP9, AV1 -> false;
        };
    }

    /** Whether the bytes of packets and slices have to be told. */
    boolean readsBytes() {
        return byBytes;
    }

    /** A packet that is about to be fed. */
    void feed(long number, byte[] bytes) {
        waiting.add(new Fed(number, bytes));
        if (waiting.size() > MAX_WAITING) {
            waiting.remove();
        }
    }

    /** The parser has found a picture, or the first field of one, whose first slice begins like this. */
    void found(int surface, byte[] slice) {
        bySurface.put(surface, packetOf(slice));
    }

    /** The same picture with the number of its packet for a time, or {@link #NONE}. */
    DuePicture numbered(DuePicture picture) {
        return byBytes ? picture.at(numberOf(picture.surface())) : picture;
    }

    /** Of the picture that was decoded to a surface last; {@link #NONE} if its bytes are those of no packet. */
    long numberOf(int surface) {
        return bySurface.getOrDefault(surface, NONE);
    }

    private long packetOf(byte[] slice) {
        if (slice.length == 0) {
            return NONE;
        }
        int passed = 0;
        for (Fed packet : waiting) {
            passed++;
            if (contains(packet.bytes(), slice)) {
                last = packet;
                for (int i = 0; i < passed; i++) {
                    waiting.remove();
                }
                return packet.number();
            }
        }
        return last != null && contains(last.bytes(), slice) ? last.number() : NONE;
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** The surfaces are others now: of a picture that is due and was decoded before, nothing is left. */
    void forgetSurfaces() {
        bySurface.clear();
    }

    /** Forgets everything: what comes next is parsed anew. */
    void clear() {
        waiting.clear();
        bySurface.clear();
        last = null;
    }
}
