package io.nvvideo.demux;

import java.nio.ByteBuffer;

/**
 * AV1: a temporal unit all of whose frames have refresh_frame_flags 0 leaves nothing behind, because whatever later frames use
 * (pictures, probabilities, motion vectors, film grain) comes from the slots that these flags fill (AV1 specification, 5.9.2
 * and 7.20).
 */
final class Av1ReferenceRule implements ReferenceRule {
    private static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FRAME_HEADER = 3;
    private static final int TILE_GROUP = 4;
    private static final int METADATA = 5;
    private static final int FRAME = 6;
    private static final int REDUNDANT_FRAME_HEADER = 7;
    private static final int PADDING = 15;
    private static final int KEY_FRAME = 0;
    private static final int INTRA_ONLY_FRAME = 2;
    private static final int SWITCH_FRAME = 3;
    private static final int CONFIGURATION_BYTES = 4;
    /** Longer than any frame header up to refresh_frame_flags. */
    private static final int FRAME_HEADER_BYTES = 24;

    private Av1SequenceHeader sequence;

    /** Takes an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, 2.3.3), or nothing. */
    Av1ReferenceRule(ByteBuffer extradata) {
        if (extradata.limit() > CONFIGURATION_BYTES && (extradata.get(0) & 0xff) == 0x81) {
            isDisposable(extradata.duplicate().position(CONFIGURATION_BYTES).slice());
        }
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        try {
            return readUnit(packet);
        } catch (BitReader.EndOfHeader | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private boolean readUnit(ByteBuffer unit) {
        boolean disposable = true;
        boolean frame = false;
        int position = unit.position();
        while (position < unit.limit()) {
            // obu_forbidden_bit, obu_type u(4), obu_extension_flag, obu_has_size_field, reserved: 5.3.2.
            int header = unit.get(position++);
            int type = header >> 3 & 0xf;
            boolean extension = (header & 4) != 0;
            position += extension ? 1 : 0;
            long size = unit.limit() - position;
            if ((header & 2) != 0) {
                size = 0;
                int b;
                int shift = 0;
                do {
                    b = unit.get(position++);
                    size |= (long) (b & 0x7f) << shift;
                    shift += 7;
                } while ((b & 0x80) != 0 && shift < 56);
            }
            if (size > unit.limit() - position) {
                return false;
            }
            switch (type) {
                case SEQUENCE_HEADER -> {
                    sequence = Av1SequenceHeader.read(payload(unit, position, (int) size));
                    disposable = false;
                }
                case FRAME, FRAME_HEADER, REDUNDANT_FRAME_HEADER -> {
                    disposable &= !extension
                            && sequence != null
                            && refreshesNothing(payload(unit, position, (int) Math.min(size, FRAME_HEADER_BYTES)));
                    frame = true;
                }
                case TEMPORAL_DELIMITER, TILE_GROUP, METADATA, PADDING -> {}
                default -> disposable = false;
            }
            position += (int) size;
        }
        return frame && disposable;
    }

    private static byte[] payload(ByteBuffer unit, int position, int size) {
        byte[] bytes = new byte[size];
        unit.duplicate().position(position).get(bytes);
        return bytes;
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
