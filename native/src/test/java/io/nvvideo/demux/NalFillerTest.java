package io.nvvideo.demux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.bitstream.NalUnits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NalFillerTest {
    private static final NalFiller H264 = new NalFiller(4, new byte[] {12});
    private static final NalFiller SHORT_LENGTHS = new NalFiller(2, new byte[] {38 << 1, 1});

    /** Units of these sizes. */
    private static ByteBuffer packet(int lengthSize, int... sizes) {
        return NalUnits.join(
                java.util.Arrays.stream(sizes)
                        .mapToObj(size -> ByteBuffer.wrap(new byte[size]).put(0, (byte) 0x65))
                        .toList(),
                lengthSize);
    }

    @Test
    void whateverTheHeadALongPacketIsMadeOfUnitsAgain() {
        ByteBuffer packet = packet(4, 9, 100, 30, 200, 60);
        for (int shown = 0; shown <= packet.limit(); shown++) {
            int end = H264.endOfUnits(packet.duplicate().limit(shown), packet.limit());
            ByteBuffer blank = ByteBuffer.allocate(packet.limit());
            blank.put(packet.duplicate().limit(Math.min(end, shown))).clear();
            byte[] filler = H264.bytes(packet.limit() - end);
            assertThat(filler.length > 0).as("head of %d", shown).isEqualTo(end < packet.limit());
            for (int i = 0; i < filler.length; i++) {
                blank.put(end + i, filler[i]);
            }
            List<ByteBuffer> units = NalUnits.split(blank, 4);
            List<ByteBuffer> whole = NalUnits.split(packet, 4);
            assertThat(units).as("head of %d", shown).isNotNull();
            int last = units.size() - 1;
            assertThat(units.get(last).get(0)).isEqualTo(end < packet.limit() ? (byte) 12 : (byte) 0x65);
            for (int i = 0; i < last; i++) {
                assertThat(units.get(i).limit()).isEqualTo(whole.get(i).limit());
            }
        }
    }

    @Test
    void whatTheLengthCannotSayIsLeftAsItIs() {
        assertThat(SHORT_LENGTHS.bytes(2 + 0xffff)).containsExactly(0xff, 0xff, 38 << 1, 1);
        assertThat(SHORT_LENGTHS.bytes(3 + 0xffff)).isEmpty();
        assertThat(SHORT_LENGTHS.bytes(3)).isEmpty();
        assertThat(H264.bytes(0)).isEmpty();
    }

    @Test
    void impossibleLengthsEndWithThePacket() {
        ByteBuffer packet = packet(4, 9, 100);
        packet.putInt(13, 0x7fffffff);
        assertThat(H264.endOfUnits(packet.duplicate().limit(40), packet.limit()))
                .isEqualTo(packet.limit());
        packet.putInt(13, -1);
        assertThat(H264.endOfUnits(packet.duplicate().limit(40), packet.limit()))
                .isEqualTo(packet.limit());
    }
}
