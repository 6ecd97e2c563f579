package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is read of packets before NVDEC's parser gets them, whoever feeds it: what it would tell wrong of them, what GPUs decode to
 * something else, and what would end the process.
 */
public final class FedPackets {
    private final NvdecCodec codec;
    private final ShownArea shown;
    private final ParserGuard guard;
    private final RecoveryPoints recovery;

    /**
     * @param what names the file in errors
     */
    public FedPackets(NvdecCodec codec, String what) {
        this.codec = codec;
        shown = new ShownArea(codec);
        guard = new ParserGuard(codec, what);
        recovery = new RecoveryPoints(codec);
    }

    /** Looks at a packet that is about to be fed, with start codes where the codec has them, for what is shown from it on. */
    public ShownArea look(ByteBuffer packet) {
        shown.feed(packet);
        return shown;
    }

    /**
     * Looks at the same packet for what is against feeding it, to a parser that has what was fed before.
     *
     * @return why no GPU is given its stream, as a clause; empty if nothing is against that
     * @throws VideoException CORRUPT if no parser is to get it
     */
    public Optional<String> reasonAgainst(ByteBuffer packet) {
        if (GlobalMotion.isIn(codec, packet)) {
            return Optional.of(GlobalMotion.REASON);
        }
        guard.feed(packet, shown.beginsWithKey());
        return recovery.isPassedOver(packet) ? Optional.of(RecoveryPoints.REASON) : Optional.empty();
    }

    /** Headers that the parser tells, with what is shown. */
    public VideoSequence sequence(VideoSequence told) {
        guard.sequence();
        return shown.of(told);
    }

    /** Whether what is fed refers to nothing that was before it: of VP8 and VP9. */
    public boolean beginsWithKey() {
        return shown.beginsWithKey();
    }

    /**
     * Of a picture that is about to be decoded.
     *
     * @param headers that the session is set to; null if none were told
     * @throws VideoException CORRUPT if it is not to be
     */
    public void decode(PictureParameters picture, VideoSequence headers) {
        guard.decode(picture, headers);
    }

    /** The driver has taken a picture. */
    public void decoded() {
        guard.decoded();
    }

    /** The parser is a new one. */
    public void clear() {
        shown.clear();
        guard.clear();
        recovery.clear();
    }
}
