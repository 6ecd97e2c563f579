package io.nvvideo.decode.nvdec.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.NvdecCodec;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What NVDEC's parser would not survive. */
class ParserGuardTest {
    private static final ByteBuffer PACKET = bytes("11 02 00 03");

    private final ParserGuard guard = new ParserGuard(NvdecCodec.VP8, "a.webm");

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static void isRefused(ParserGuard guard, ByteBuffer packet) {
        assertThatThrownBy(() -> guard.feed(packet, false))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                .hasMessageStartingWith("Cannot decode a.webm: ");
    }

    @Test
    void picturesOfVp8WaitForAKeyFrameThatIsDecoded() {
        isRefused(guard, PACKET);
        guard.feed(PACKET, true);
        isRefused(guard, PACKET);
        guard.feed(PACKET, true);
        guard.sequence();
        guard.decoded();
        guard.feed(PACKET, false);
    }

    @Test
    void picturesOfVp8DoNotReferToThoseOfOtherHeadersOrAnotherParser() {
        guard.feed(PACKET, true);
        guard.decoded();
        guard.feed(PACKET, false);
        guard.sequence();
        isRefused(guard, PACKET);
        guard.decoded();
        guard.feed(PACKET, true);
        guard.decoded();
        guard.clear();
        isRefused(guard, PACKET);
    }

    /** Annex B: marker, sizes, marker. */
    @Test
    void packetsOfVp9WhoseIndexIsFalseAreNoFrames() {
        ParserGuard vp9 = new ParserGuard(NvdecCodec.VP9, "a.webm");
        isRefused(vp9, bytes("82 49 c1 02 7f c1"));
        vp9.feed(bytes("82 49 c0 02 7f c1"), false);
        vp9.feed(bytes("c1"), false);
    }

    @Test
    void packetsOfAv1AreReadUpToTheirTiles() {
        ParserGuard av1 = new ParserGuard(NvdecCodec.AV1, "a.webm");
        isRefused(av1, bytes("1200 3203 10aabb"));
        isRefused(av1, bytes("1200 3204 10aabb"));
    }

    @Test
    void otherCodecsMayBeginAnywhere() {
        new ParserGuard(NvdecCodec.H264, "a.mp4").feed(PACKET, false);
    }
}
