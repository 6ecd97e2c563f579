package io.nvvideo.demux;

import io.nvvideo.bitstream.Av1SequenceHeader;
import io.nvvideo.bitstream.Av1Unit;
import io.nvvideo.bitstream.BitReader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * AV1: a temporal unit all of whose frames have refresh_frame_flags 0 leaves nothing behind, because whatever later frames use
 * (pictures, probabilities, motion vectors, film grain) comes from the slots that these flags fill (AV1 specification, 5.9.2
 * and 7.20).
 */
final class Av1ReferenceRule implements ReferenceRule {
    private static final int KEY_FRAME = 0;
    private static final int INTRA_ONLY_FRAME = 2;
    private static final int SWITCH_FRAME = 3;
    /** Longer than any frame header up to refresh_frame_flags. */
    private static final int FRAME_HEADER_BYTES = 24;

    private Av1SequenceHeader sequence;

    /** Takes an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, 2.3.3), or nothing. */
    Av1ReferenceRule(ByteBuffer extradata) {
        try {
            areDisposable(Av1Unit.ofConfiguration(extradata));
        } catch (BitReader.EndOfHeader e) {
            sequence = null;
        }
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        try {
            return areDisposable(Av1Unit.split(packet));
        } catch (BitReader.EndOfHeader e) {
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
                    sequence = Av1SequenceHeader.read(unit.bytes(Integer.MAX_VALUE));
                    disposable = false;
                }
                case Av1Unit.FRAME, Av1Unit.FRAME_HEADER, Av1Unit.REDUNDANT_FRAME_HEADER -> {
                    disposable &=
                            !unit.extension() && sequence != null && refreshesNothing(unit.bytes(FRAME_HEADER_BYTES));
                    frame = true;
                }
                case Av1Unit.TEMPORAL_DELIMITER, Av1Unit.TILE_GROUP, Av1Unit.METADATA, Av1Unit.PADDING -> {}
                default -> disposable = false;
            }
        }
        return frame && disposable;
    }

    /** uncompressed_header() up to refresh_frame_flags: 5.9.2. */
    private boolean refreshesNothing(byte[] payload) {
        BitReader bits = new BitReader(payload);
        if (bits.flag()) {
            // show_existing_frame: nothing is decoded, and a key frame shown so does refresh.
            return false;
        }
        int type = (int) bits.bits(2);
        boolean shown = bits.flag();
        if (!shown) {
            bits.skip(1); // showable_frame
        }
        if (type == SWITCH_FRAME || type == KEY_FRAME && shown) {
            return false;
        }
        boolean resilient = bits.flag();
        bits.skip(1); // disable_cdf_update
        boolean screenContent = sequence.choosesScreenContent() ? bits.flag() : sequence.screenContent();
        if (screenContent && sequence.choosesIntegerMotion()) {
            bits.skip(1);
        }
        bits.skip(sequence.frameIdBits());
        bits.skip(1); // frame_size_override_flag
        bits.skip(sequence.orderHintBits());
        boolean intra = type == KEY_FRAME || type == INTRA_ONLY_FRAME;
        if (!intra && !resilient) {
            bits.skip(3); // primary_ref_frame
        }
        return bits.bits(8) == 0;
    }
}
