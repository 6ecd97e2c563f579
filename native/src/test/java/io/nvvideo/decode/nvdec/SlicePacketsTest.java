package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.DuePicture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SlicePacketsTest {
    private final SlicePackets packets = new SlicePackets();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private long numberAfter(int surface, int... slice) {
        packets.found(surface, bytes(slice));
        return packets.numberOf(surface);
    }

    @Test
    void aPictureIsOfThePacketThatHoldsItsSlice() {
        packets.feed(7, 100 + 7, bytes(0, 0, 1, 9, 16, 0, 0, 1, 0x65, 1, 2));
        packets.feed(8, 100 + 8, bytes(0, 0, 1, 0x41, 3, 4));
        assertThat(numberAfter(2, 0x65, 1, 2)).isEqualTo(7);
        assertThat(numberAfter(0, 0x41, 3, 4)).isEqualTo(8);
        assertThat(packets.numberOf(2)).isEqualTo(7);
    }

    /** Whatever time the parser tells. */
    @Test
    void aDuePictureIsKnownByItsSurface() {
        packets.feed(7, 100 + 7, bytes(0x65, 1, 2));
        packets.found(3, bytes(0x65, 1, 2));
        assertThat(packets.numbered(new DuePicture(3, 99, true, false, false)))
                .isEqualTo(new DuePicture(3, 7, true, false, false));
        assertThat(packets.numbered(new DuePicture(4, 99, true, false, false)).timestamp())
                .isEqualTo(PicturePackets.NONE);
    }

    @Test
    void aSurfaceTellsThePictureThatItHoldsNow() {
        packets.feed(1, 100 + 1, bytes(5, 6));
        packets.feed(2, 100 + 2, bytes(7, 8));
        assertThat(numberAfter(0, 5, 6)).isEqualTo(1);
        assertThat(numberAfter(0, 7, 8)).isEqualTo(2);
    }

    @Test
    void packetsWithoutPicturesArePassed() {
        packets.feed(1, 100 + 1, bytes(9, 9, 9));
        packets.feed(2, 100 + 2, bytes(5, 6));
        assertThat(numberAfter(0, 5, 6)).isEqualTo(2);
    }

    /** Pictures come in the order of packets, so equal bytes are those of the first one. */
    @Test
    void equalPicturesAreOfTheirPacketsInTurn() {
        packets.feed(1, 100 + 1, bytes(5, 6));
        packets.feed(2, 100 + 2, bytes(5, 6));
        assertThat(numberAfter(0, 5, 6)).isEqualTo(1);
        assertThat(numberAfter(1, 5, 6)).isEqualTo(2);
    }

    @Test
    void aSecondPictureOfAPacketIsOfItToo() {
        packets.feed(1, 100 + 1, bytes(5, 6, 7, 8));
        packets.feed(2, 100 + 2, bytes(9, 10));
        assertThat(numberAfter(0, 5, 6)).isEqualTo(1);
        assertThat(numberAfter(1, 7, 8)).isEqualTo(1);
        assertThat(numberAfter(2, 9, 10)).isEqualTo(2);
    }

    /** It is lost rather than taken for another. */
    @Test
    void aPictureWhoseBytesNobodyFedIsOfNoPacket() {
        packets.feed(1, 100 + 1, bytes(5, 6));
        assertThat(numberAfter(0, 1, 2)).isEqualTo(PicturePackets.NONE);
        assertThat(numberAfter(0)).isEqualTo(PicturePackets.NONE);
        assertThat(numberAfter(0, 5, 6)).isEqualTo(1);
    }

    /** A picture of headers that count no more is lost rather than taken from what holds another now. */
    @Test
    void surfacesThatAreOthersNowHoldNoPicture() {
        packets.feed(1, 100 + 1, bytes(5, 6));
        packets.feed(2, 100 + 2, bytes(7, 8));
        packets.found(0, bytes(5, 6));
        packets.forgetSurfaces();
        assertThat(packets.numberOf(0)).isEqualTo(PicturePackets.NONE);
        assertThat(numberAfter(0, 7, 8)).isEqualTo(2);
    }

    private static DuePicture due(int surface, long time) {
        return new DuePicture(surface, time, true, false, false);
    }

    /** As where a driver does not hand on what it was fed. */
    @Test
    void whereNoSliceIsEverFoundTimesTell() {
        packets.feed(1, 20, bytes(5, 6));
        packets.feed(2, 10, bytes(7, 8));
        packets.found(0, bytes());
        packets.found(1, bytes(1, 1));
        assertThat(packets.slicesTell()).isFalse();
        assertThat(packets.numbered(due(1, 10)).timestamp()).isEqualTo(2);
        assertThat(packets.numbered(due(0, 20)).timestamp()).isEqualTo(1);
        assertThat(packets.numbered(due(0, 30)).timestamp()).isEqualTo(PicturePackets.NONE);
        assertThat(packets.numberOfFed(1)).isEqualTo(2);
    }

    @Test
    void aTimeThatSeveralPacketsHaveTellsNothing() {
        packets.feed(1, 20, bytes(5, 6));
        packets.feed(2, 20, bytes(7, 8));
        packets.feed(3, 20, bytes(9, 9));
        assertThat(packets.numbered(due(0, 20)).timestamp()).isEqualTo(PicturePackets.NONE);
    }

    /** A picture that the parser makes up, where one is missing, is of no packet. */
    @Test
    void whereSlicesWereFoundTimesTellNothing() {
        packets.feed(1, 20, bytes(5, 6));
        packets.feed(2, 10, bytes(7, 8));
        packets.found(0, bytes(5, 6));
        packets.found(1, bytes());
        assertThat(packets.slicesTell()).isTrue();
        assertThat(packets.numbered(due(1, 10)).timestamp()).isEqualTo(PicturePackets.NONE);
        assertThat(packets.numberOfFed(1)).isEqualTo(PicturePackets.NONE);
    }

    @Test
    void nothingIsKnownAfterClearing() {
        packets.feed(1, 100 + 1, bytes(5, 6));
        packets.found(0, bytes(5, 6));
        packets.clear();
        assertThat(packets.numberOf(0)).isEqualTo(PicturePackets.NONE);
        assertThat(numberAfter(1, 5, 6)).isEqualTo(PicturePackets.NONE);
    }

    @Test
    void whatIsNeverDecodedIsForgotten() {
        byte[] large = new byte[1000];
        Arrays.fill(large, (byte) 3);
        for (int i = 0; i < 100; i++) {
            packets.feed(i, 100 + i, large);
        }
        assertThat(numberAfter(0, 3, 3)).isEqualTo(36);
    }
}
