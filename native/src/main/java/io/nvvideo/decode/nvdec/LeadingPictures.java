package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Pictures that are shown before the key frame that decoding begins with, though their packets come after it. They refer to
 * pictures that are not there, so FFmpeg's decoders show none of them; the hardware would show what it makes of them.
 */
abstract class LeadingPictures {
    /** The rule of a codec. */
    static LeadingPictures of(NvdecCodec codec) {
        return switch (codec) {
            case HEVC -> new OfHevc();
            case MPEG1, MPEG2 -> new ByOrder(true);
            default -> new ByOrder(false);
        };
    }

    /** Decoding begins with this packet. */
    abstract void begin(int number, AVPacket packet);

    /** Whether a packet, with start codes, is not to be fed. */
    abstract boolean isUndecodable(AVPacket packet);

    /** Whether a picture that is due is one of them; asked of all that are due, in their order. */
    abstract boolean isLeading(int number);

    /** All that come before the key frame do, unless the group of pictures says that it is closed. */
    private static final class ByOrder extends LeadingPictures {
        /** ISO/IEC 13818-2, 6.2.2.6: group_start_code, 25 bits of time code, closed_gop. */
        private static final int GROUP_START_CODE = 0x000001b8;

        private static final int CLOSED_GOP = 0x40;

        private final boolean hasGroups;
        private int key = -1;

        ByOrder(boolean hasGroups) {
            this.hasGroups = hasGroups;
        }

        @Override
        void begin(int number, AVPacket packet) {
            boolean isKey = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            key = isKey && !(hasGroups && isClosed(bytes(packet))) ? number : -1;
        }

        private static boolean isClosed(ByteBuffer packet) {
            for (int i = 0; i + 8 <= packet.limit(); i++) {
                if (packet.getInt(i) == GROUP_START_CODE) {
                    return (packet.get(i + 7) & CLOSED_GOP) != 0;
                }
            }
            return false;
        }

        @Override
        boolean isUndecodable(AVPacket packet) {
            return false;
        }

        @Override
        boolean isLeading(int number) {
            if (number == key) {
                key = -1;
            }
            return key >= 0;
        }
    }

    /**
     * HEVC says of every picture whether it can be decoded (ITU-T H.265, table 7-1), and decoding begins with intra random access
     * points (8.1.3). NVDEC's parser begins with any picture (seen of driver 535), where a stream begins in mid-GOP.
     */
    private static final class OfHevc extends LeadingPictures {
        private static final int RASL_N = 8;
        private static final int RASL_R = 9;
        private static final int FIRST_INTRA_RANDOM_ACCESS = 16;
        private static final int LAST_INTRA_RANDOM_ACCESS = 23;
        private static final int LAST_SLICE = 31;

        /** Intra random access points since decoding began. */
        private int points;

        @Override
        void begin(int number, AVPacket packet) {
            points = 0;
        }

        @Override
        boolean isUndecodable(AVPacket packet) {
            int type = sliceType(bytes(packet));
            if (type >= FIRST_INTRA_RANDOM_ACCESS && type <= LAST_INTRA_RANDOM_ACCESS) {
                points++;
            }
            return points == 0 && type >= 0 || points == 1 && (type == RASL_N || type == RASL_R);
        }

        /** The type of the first slice; -1 if there is none. */
        private static int sliceType(ByteBuffer packet) {
            for (int i = 0; i + 3 < packet.limit(); i++) {
                if (packet.get(i) == 0 && packet.get(i + 1) == 0 && packet.get(i + 2) == 1) {
                    int type = packet.get(i + 3) >> 1 & 0x3f;
                    if (type <= LAST_SLICE) {
                        return type;
                    }
                }
            }
            return -1;
        }

        @Override
        boolean isLeading(int packet) {
            return false;
        }
    }

    private static ByteBuffer bytes(AVPacket packet) {
        return packet.data().capacity(packet.size()).asByteBuffer();
    }
}
