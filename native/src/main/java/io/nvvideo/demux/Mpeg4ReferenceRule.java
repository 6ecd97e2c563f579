package io.nvvideo.demux;

import io.nvvideo.bitstream.BitReader;
import java.nio.ByteBuffer;

/** MPEG-4 part 2: B-VOPs are no references (ISO/IEC 14496-2, 6.3.5, vop_coding_type). */
final class Mpeg4ReferenceRule implements ReferenceRule {
    private static final int VIDEO_OBJECT_PLANE = 0xb6;
    private static final int BIDIRECTIONAL = 2;
    /** Start codes 0x20 to 0x2f (table 6-3). */
    private static final int VIDEO_OBJECT_LAYER = 0x20;
    /** More than its header has up to what is read. */
    private static final int LAYER_BYTES = 32;

    private static final int EXTENDED_ASPECT_RATIO = 0xf;
    private static final int RECTANGULAR = 0;

    /** In doubt they are: that costs one B-VOP for each start. */
    private boolean interlaced = true;

    private boolean seenOne;

    Mpeg4ReferenceRule(ByteBuffer extradata) {
        readLayer(extradata);
    }

    /**
     * Whether pictures may be interlaced. FFmpeg's decoder takes the distance of fields in time, which direct mode of
     * interlaced pictures needs (7.7.2), from the first B-VOP that it sees behind a header of the video object layer.
     */
    boolean isInterlaced() {
        return interlaced;
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        if (!isBidirectional(packet)) {
            if (readLayer(packet)) {
                seenOne = false;
            }
            return false;
        }
        boolean first = !seenOne;
        seenOne = true;
        return !first || !interlaced;
    }

    @Override
    public void restart() {
        seenOne = false;
    }

    /** Whether a packet holds B-VOPs and nothing else. */
    static boolean isBidirectional(ByteBuffer packet) {
        boolean found = false;
        for (int i = packet.position(); i + 4 < packet.limit(); i++) {
            if (!isStartCode(packet, i)) {
                continue;
            }
            boolean bidirectional =
                    (packet.get(i + 3) & 0xff) == VIDEO_OBJECT_PLANE && (packet.get(i + 4) >> 6 & 3) == BIDIRECTIONAL;
            if (!bidirectional) {
                return false;
            }
            found = true;
            i += 3;
        }
        return found;
    }

    /** Whether there was a header of the video object layer. */
    private boolean readLayer(ByteBuffer bytes) {
        for (int i = bytes.position(); i + 3 < bytes.limit(); i++) {
            if (isStartCode(bytes, i) && (bytes.get(i + 3) & 0xf0) == VIDEO_OBJECT_LAYER) {
                byte[] header = new byte[Math.min(LAYER_BYTES, bytes.limit() - i - 4)];
                for (int n = 0; n < header.length; n++) {
                    header[n] = bytes.get(i + 4 + n);
                }
                try {
                    interlaced = isInterlaced(new BitReader(header));
                } catch (BitReader.EndOfHeader e) {
                    interlaced = true;
                }
                return true;
            }
        }
        return false;
    }

    /** The flag of the same name, far behind others (6.2.3); true if the shape is not rectangular, which nobody decodes. */
    private static boolean isInterlaced(BitReader header) {
        header.skip(1 + 8);
        if (header.flag()) {
            header.skip(4 + 3);
        }
        if (header.bits(4) == EXTENDED_ASPECT_RATIO) {
            header.skip(16);
        }
        if (header.flag()) {
            header.skip(2 + 1);
            if (header.flag()) {
                header.skip(79);
            }
        }
        if (header.bits(2) != RECTANGULAR) {
            return true;
        }
        header.skip(1);
        int resolution = (int) header.bits(16);
        header.skip(1);
        if (header.flag()) {
            header.skip(Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(0, resolution - 1))));
        }
        header.skip(1 + 13 + 1 + 13 + 1);
        return header.flag();
    }

    private static boolean isStartCode(ByteBuffer packet, int at) {
        return packet.get(at) == 0 && packet.get(at + 1) == 0 && packet.get(at + 2) == 1;
    }
}
