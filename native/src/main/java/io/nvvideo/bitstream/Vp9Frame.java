package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame of VP9 says before its tiles (VP9 bitstream specification, 6.2).
 *
 * @param existing the slot whose frame is shown, nothing being decoded (show_existing_frame); {@link #NONE}: this is a frame
 * @param profile 0 to 3
 * @param key whether it refers to nothing
 * @param shown show_frame
 * @param refresh the slots that it is kept in, a bit each (refresh_frame_flags)
 * @param width pixels, of a key frame; 0: not told
 * @param height pixels, of a key frame; 0: not told
 */
public record Vp9Frame(int existing, int profile, boolean key, boolean shown, int refresh, int width, int height) {
    /** No slot. */
    public static final int NONE = -1;

    /** Slots for frames that others may refer to (NUM_REF_FRAMES). */
    public static final int SLOTS = 8;

    /** More than the numbers that are read have. */
    private static final int HEAD_BYTES = 24;

    private static final int RGB = 7;

    /** Reads one; null if it is none, or cut off. */
    public static Vp9Frame read(ByteBuffer frame) {
        byte[] head = new byte[Math.min(HEAD_BYTES, frame.remaining())];
        frame.duplicate().get(head);
        try {
            return read(new BitReader(head));
        } catch (BitReader.EndOfHeader e) {
            return null;
        }
    }

    private static Vp9Frame read(BitReader bits) {
        if (bits.bits(2) != 2) {
            return null;
        }
        int profile = (int) bits.bits(1) | (int) bits.bits(1) << 1;
        bits.skip(profile == 3 ? 1 : 0);
        if (bits.flag()) {
            return new Vp9Frame((int) bits.bits(3), profile, false, true, 0, 0, 0);
        }
        boolean key = !bits.flag();
        boolean shown = bits.flag();
        boolean resilient = bits.flag();
        if (key) {
            bits.skip(24);
            skipColours(bits, profile);
            int width = (int) bits.bits(16) + 1;
            int height = (int) bits.bits(16) + 1;
            return new Vp9Frame(NONE, profile, true, shown, (1 << SLOTS) - 1, width, height);
        }
        boolean intra = !shown && bits.flag();
        bits.skip(resilient ? 0 : 2);
        if (intra) {
            bits.skip(24);
            if (profile > 0) {
                skipColours(bits, profile);
            }
        }
        return new Vp9Frame(NONE, profile, false, shown, (int) bits.bits(SLOTS), 0, 0);
    }

    /** color_config(). */
    private static void skipColours(BitReader bits, int profile) {
        bits.skip(profile >= 2 ? 1 : 0);
        boolean rgb = bits.bits(3) == RGB;
        boolean odd = profile % 2 == 1;
        if (rgb) {
            bits.skip(odd ? 1 : 0);
        } else {
            bits.skip(odd ? 4 : 1);
        }
    }

    /**
     * Whether what is left of a packet that was split seems to have an index of its own. No sound frame does: its encoder puts a
     * byte behind one that would (annex B).
     */
    public static boolean endsWithIndex(ByteBuffer frame) {
        int end = frame.limit();
        int marker = end == 0 ? 0 : frame.get(end - 1) & 0xff;
        int index = end - 2 - ((marker & 7) + 1) * ((marker >> 3 & 3) + 1);
        return marker >> 5 == 6 && index >= 0 && (frame.get(index) & 0xff) == marker;
    }

    /** The frames of a packet, which a superframe's index at its end tells apart (annex B); without one it is a frame. */
    public static List<ByteBuffer> split(ByteBuffer packet) {
        int end = packet.limit();
        int marker = end == 0 ? 0 : packet.get(end - 1) & 0xff;
        int count = (marker & 7) + 1;
        int width = (marker >> 3 & 3) + 1;
        int index = end - 2 - count * width;
        if (marker >> 5 != 6 || index < 0 || (packet.get(index) & 0xff) != marker) {
            return List.of(packet);
        }
        List<ByteBuffer> frames = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            long size = 0;
            for (int b = 0; b < width; b++) {
                size |= (packet.get(index + 1 + i * width + b) & 0xffL) << 8 * b;
            }
            if (size > index - from) {
                return List.of(packet);
            }
            if (size > 0) {
                frames.add(packet.slice(from, (int) size));
                from += (int) size;
            }
        }
        return frames;
    }
}
