package io.nvvideo.demux;

import io.nvvideo.bitstream.Av1FrameStart;
import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.InvalidHeader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * AV1: a temporal unit all of whose frames have refresh_frame_flags 0 leaves nothing behind, because whatever later frames use
 * (pictures, probabilities, motion vectors, film grain) comes from the slots that these flags fill (AV1 specification, 5.9.2
 * and 7.20).
 */
final class Av1ReferenceRule implements ReferenceRule {
    private Av1SequenceHeader sequence;

    /** Takes an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, 2.3.3), or nothing. */
    Av1ReferenceRule(ByteBuffer extradata) {
        try {
            areDisposable(Av1Unit.ofConfiguration(extradata));
        } catch (InvalidHeader e) {
            // Then a packet has to bring one.
            sequence = null;
        }
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        try {
            return areDisposable(Av1Unit.split(packet));
        } catch (InvalidHeader e) {
            return false;
        }
    }

    private boolean areDisposable(List<Av1Unit> units) {
        boolean disposable = true;
        boolean frame = false;
        for (Av1Unit unit : units) {
            if (!unit.whole()) {
                return false;
            }
            switch (unit.type()) {
                case Av1Unit.SEQUENCE_HEADER -> {
                    sequence = null;
                    sequence = Av1SequenceHeader.read(unit.bytes(Integer.MAX_VALUE));
                    disposable = false;
                }
                case Av1Unit.FRAME, Av1Unit.FRAME_HEADER, Av1Unit.REDUNDANT_FRAME_HEADER -> {
                    disposable &= !unit.extension() && sequence != null && refreshesNothing(unit);
                    frame = true;
                }
                case Av1Unit.TEMPORAL_DELIMITER, Av1Unit.TILE_GROUP, Av1Unit.METADATA, Av1Unit.PADDING -> {}
                default -> disposable = false;
            }
        }
        return frame && disposable;
    }

    /** A key frame that is shown again does refresh. */
    private boolean refreshesNothing(Av1Unit unit) {
        BitReader bits = new BitReader(unit.bytes(Av1FrameStart.MAX_BYTES));
        Av1FrameStart frame = Av1FrameStart.read(bits, sequence, unit);
        return frame.existing() == Av1FrameStart.NONE && frame.refreshes() == 0;
    }
}
