package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.NvdecCodec;
import org.junit.jupiter.api.Test;

class PictureBoundsTest {
    /** NAL units or MPEG's units, each behind a start code. */
    private static byte[] packet(int[]... units) {
        int length = 0;
        for (int[] unit : units) {
            length += 3 + unit.length;
        }
        byte[] packet = new byte[length];
        int at = 0;
        for (int[] unit : units) {
            packet[at + 2] = 1;
            at += 3;
            for (int value : unit) {
                packet[at++] = (byte) value;
            }
        }
        return packet;
    }

    private static int[] unit(int... values) {
        return values;
    }

    @Test
    void aFrameOfSeveralSlicesIsOnePicture() {
        byte[] frame = packet(unit(0x67, 1), unit(0x65, 0x88, 7), unit(0x65, 0x40, 7), unit(0x65, 0x20, 7));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, frame, 0)).isEqualTo(frame.length);
    }

    @Test
    void fieldsOfH264AreTwoPictures() {
        byte[] fields =
                packet(unit(0x09, 0x10), unit(0x41, 0x9a, 7), unit(0x41, 0x40, 7), unit(0x06, 5), unit(0x41, 0x9b, 7));
        int first = 5 + 6 + 6;
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, fields, 0)).isEqualTo(first);
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, fields, first)).isEqualTo(fields.length);
    }

    /** Slice 0 of partitions B and C begins with the same bit. */
    @Test
    void partitionsOfASliceAreOfItsPicture() {
        byte[] frame = packet(unit(0x42, 0x88, 7), unit(0x43, 0x88, 7), unit(0x44, 0x88, 7));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, frame, 0)).isEqualTo(frame.length);
    }

    @Test
    void onlyTheBaseLayerOfHevcCounts() {
        byte[] frame = packet(unit(0x02, 0x01, 0x80), unit(0x02, 0x01, 0x40), unit(0x02, 0x09, 0x80));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.HEVC, frame, 0)).isEqualTo(frame.length);
        byte[] two = packet(unit(0x02, 0x01, 0x80), unit(0x4e, 0x01, 0x80), unit(0x02, 0x01, 0x80));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.HEVC, two, 0)).isEqualTo(6);
    }

    @Test
    void fieldsOfMpeg2AreTwoPictures() {
        byte[] fields = packet(
                unit(0xb3, 1),
                unit(0x00, 1),
                unit(0xb5, 1),
                unit(0x01, 9),
                unit(0x02, 9),
                unit(0x00, 1),
                unit(0x01, 9));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.MPEG2, fields, 0)).isEqualTo(25);
        assertThat(PictureBounds.endOfPicture(NvdecCodec.MPEG2, fields, 25)).isEqualTo(fields.length);
    }

    @Test
    void packetsWithoutStartCodesOrPicturesAreWhole() {
        byte[] frame = packet(unit(0x41, 0x9a), unit(0x41, 0x9a));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.VP9, frame, 0)).isEqualTo(frame.length);
        byte[] headers = packet(unit(0x67, 1), unit(0x68, 1));
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, headers, 0)).isEqualTo(headers.length);
        assertThat(PictureBounds.endOfPicture(NvdecCodec.H264, new byte[2], 0)).isEqualTo(2);
    }
}
