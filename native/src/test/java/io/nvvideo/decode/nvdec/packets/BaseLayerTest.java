package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is left of HEVC when its layers are cut down to the first: NAL units written by hand after ITU-T H.265, 7.3.1.2. */
class BaseLayerTest {
    // Types 19 and 1, with nuh_layer_id 0, 1 and 32.
    private static final String BASE = "00000001 2601 aa00 00000001 0201 bb";
    private static final String SECOND = "000001 2609 cc";
    private static final String THIRTY_THIRD = "000001 2701 dd";

    private static String kept(String packet) {
        return HexFormat.of().formatHex(BaseLayer.of(bytes(packet)));
    }

    private static byte[] bytes(String packet) {
        return HexFormat.of().parseHex(packet.replace(" ", ""));
    }

    @Test
    void aStreamOfOneLayerIsLeftAsItIs() {
        byte[] packet = bytes(BASE);
        assertThat(BaseLayer.of(packet)).isSameAs(packet);
    }

    @Test
    void whatIsAboveTheBaseLayerIsDroppedWhereverItStands() {
        // The first of four bytes of a start code belongs to what stands before it.
        assertThat(kept(SECOND + BASE + THIRTY_THIRD)).isEqualTo(kept(BASE).substring(2));
        assertThat(kept(BASE + SECOND + THIRTY_THIRD + "000001 0201 ee")).isEqualTo(kept(BASE) + "0000010201ee");
    }

    @Test
    void nothingIsLeftOfAPacketThatHasNothingElse() {
        assertThat(kept(SECOND)).isEmpty();
    }

    @Test
    void bytesWithoutAStartCodeAreNobodysLayer() {
        assertThat(kept("26 09 cc dd")).isEqualTo("2609ccdd");
        assertThat(kept("")).isEmpty();
    }

    /** A video parameter set that ends where it counts its layer sets. */
    @Test
    void parameterSetsThatCountTooMuchAreDropped() {
        assertThat(kept("000001 4001 0c01ffff00000000000000000000000078" + BASE))
                .isEqualTo(kept(BASE).substring(2));
    }
}
