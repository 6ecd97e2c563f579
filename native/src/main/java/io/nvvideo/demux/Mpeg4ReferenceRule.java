package io.nvvideo.demux;

import java.nio.ByteBuffer;

/** MPEG-4 part 2: B-VOPs are no references (ISO/IEC 14496-2, 6.3.5, vop_coding_type). */
final class Mpeg4ReferenceRule implements ReferenceRule {
    private static final int VIDEO_OBJECT_PLANE = 0xb6;
    private static final int BIDIRECTIONAL = 2;

    private boolean seenOne;

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        boolean found = false;
        for (int i = packet.position(); i + 4 < packet.limit(); i++) {
            if (packet.get(i) != 0 || packet.get(i + 1) != 0 || packet.get(i + 2) != 1) {
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
        // FFmpeg's decoder takes the distance of fields in time, which direct mode of interlaced pictures needs
        // (7.7.2), from
        // the first B-VOP that it sees.
        boolean first = found && !seenOne;
        seenOne |= found;
        return found && !first;
    }
}
