package io.nvvideo.bitstream;

import java.util.Arrays;

/**
 * Reads the frame headers of an AV1 stream to their end, one after the other: uncompressed_header() (AV1 specification, 5.9.2), and of
 * the frames in the slots what later headers take from them (7.20, 7.21). Headers that refer to an empty slot are refused, as those
 * are that no decoder could use.
 */
final class Av1FrameHeaders {
    /** Longer than any. */
    private static final int MAX_BYTES = 1024;

    private static final int LOOP_FILTER_DELTAS = 8 + 2;

    /**
     * One that was read.
     *
     * @param tiles into how many its frame is cut; null if it shows a frame again
     * @param bits how long it is
     */
    record Header(boolean shown, Av1Tiles tiles, int bits) {
        /** To the end of the one that its last bit is in. */
        int bytes() {
            return bits + 7 >> 3;
        }

        boolean showsAgain() {
            return tiles == null;
        }
    }

    /** Of a frame that others may refer to. */
    private record Slot(int type, Av1FrameSize size, int orderHint, Av1Quantizers quantizers) {}

    private final Slot[] slots = new Slot[Av1FrameStart.SLOTS];
    /** Whether there was a key frame. */
    private boolean begun;

    /**
     * Reads the one that a unit begins with.
     *
     * @throws InvalidHeader if it cannot be read, and then none after it
     */
    Header read(Av1SequenceHeader sequence, Av1Unit unit) {
        BitReader bits = new BitReader(unit.bytes(MAX_BYTES));
        Av1FrameStart start = Av1FrameStart.read(bits, sequence, unit);
        if (start.existing() != Av1FrameStart.NONE) {
            Slot shown = slot(start.existing());
            if (shown.type == Av1FrameStart.KEY_FRAME) {
                Arrays.fill(slots, shown);
            }
            return new Header(true, null, bits.bitsRead());
        }
        begun |= start.type() == Av1FrameStart.KEY_FRAME;
        if (!begun) {
            throw new InvalidHeader("no key frame comes before its first frame");
        }
        if (start.isShownKey()) {
            Arrays.fill(slots, null);
        }
        Rest rest = new Rest(bits, sequence, start);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = (start.refreshes() >> i & 1) == 0 ? slots[i] : rest.slot;
        }
        return new Header(start.shown(), rest.tiles, bits.bitsRead());
    }

    /** Nothing that was read counts for what is read next. */
    void clear() {
        begun = false;
        Arrays.fill(slots, null);
    }

    private Slot slot(int number) {
        if (slots[number] == null) {
            throw new InvalidHeader("a frame refers to one that is not there");
        }
        return slots[number];
    }

    /** What follows refresh_frame_flags. */
    private final class Rest {
        private final BitReader bits;
        private final Av1SequenceHeader sequence;
        private final Av1FrameStart start;
        private final Av1Tiles tiles;
        private final Slot slot;
        private int[] references = new int[0];
        private boolean precise;
        private boolean copiesBlocks;

        Rest(BitReader bits, Av1SequenceHeader sequence, Av1FrameStart start) {
            this.bits = bits;
            this.sequence = sequence;
            this.start = start;
            readHintsOfSlots();
            Av1FrameSize size = start.isIntra() ? readIntra() : readInter();
            if (!sequence.reduced && !start.withoutUpdate()) {
                bits.skip(1); // disable_frame_end_update_cdf
            }
            tiles = Av1Tiles.read(bits, sequence, size);
            Av1Quantizers primary =
                    start.primary() == Av1FrameStart.PRIMARY_NONE ? null : slot(references[start.primary()]).quantizers;
            Av1Quantizers quantizers = Av1Quantizers.read(bits, sequence, primary);
            skipDeltas(quantizers);
            skipFilters(quantizers.areLossless(), size);
            skipModes(quantizers.areLossless());
            slot = new Slot(start.type(), size, start.orderHint(), quantizers);
        }

        private void readHintsOfSlots() {
            boolean told = start.resilient()
                    && sequence.orderHintBits > 0
                    && (!start.isIntra() || start.refreshes() != Av1FrameStart.ALL_SLOTS);
            for (int i = 0; told && i < slots.length; i++) {
                int hint = bits.number(sequence.orderHintBits);
                if (slots[i] != null && slots[i].orderHint != hint) {
                    throw new InvalidHeader("frames that others refer to are missing");
                }
            }
        }

        private Av1FrameSize readIntra() {
            Av1FrameSize size = Av1FrameSize.read(bits, sequence, start.otherSize());
            copiesBlocks = start.screenContent() && !size.isSuperResolved() && bits.flag();
            return size;
        }

        private Av1FrameSize readInter() {
            references = readReferences();
            Av1FrameSize size = start.otherSize() && !start.resilient()
                    ? readSizeOfReference()
                    : Av1FrameSize.read(bits, sequence, start.otherSize());
            precise = !start.integerMotion() && bits.flag();
            bits.skip(bits.flag() ? 0 : 2); // interpolation_filter
            bits.skip(1); // is_motion_mode_switchable
            bits.skip(start.resilient() || !sequence.referenceMotion ? 0 : 1);
            return size;
        }

        private int[] readReferences() {
            boolean isShort = sequence.orderHintBits > 0 && bits.flag();
            int[] found = new int[Av1References.COUNT];
            if (isShort) {
                int last = bits.number(3);
                int golden = bits.number(3);
                int[] all = new int[slots.length];
                for (int i = 0; i < all.length; i++) {
                    all[i] = distance(i);
                }
                found = Av1References.of(last, golden, all);
            }
            for (int i = 0; i < found.length; i++) {
                found[i] = isShort ? found[i] : bits.number(3);
                slot(found[i]);
                bits.skip(sequence.deltaFrameIdBits);
            }
            return found;
        }

        /** get_relative_dist() of a slot's frame and this one. */
        private int distance(int slot) {
            int sign = 1 << sequence.orderHintBits - 1;
            int difference = slot(slot).orderHint - start.orderHint();
            return (difference & sign - 1) - (difference & sign);
        }

        private Av1FrameSize readSizeOfReference() {
            for (int reference : references) {
                if (bits.flag()) {
                    return slot(reference).size.again(bits, sequence);
                }
            }
            return Av1FrameSize.read(bits, sequence, true);
        }

        /** delta_q_params() and delta_lf_params(). */
        private void skipDeltas(Av1Quantizers quantizers) {
            if (quantizers.base() == 0 || !bits.flag()) {
                return;
            }
            bits.skip(2); // delta_q_res
            if (!copiesBlocks && bits.flag()) {
                bits.skip(2 + 1); // delta_lf_res, delta_lf_multi
            }
        }

        private void skipFilters(boolean lossless, Av1FrameSize size) {
            if (copiesBlocks) {
                return;
            }
            if (!lossless) {
                skipLoopFilter();
                skipDirectional();
            }
            if (sequence.restoration && !(lossless && !size.isSuperResolved())) {
                skipRestoration();
            }
        }

        private void skipLoopFilter() {
            int levels = bits.number(6) | bits.number(6);
            bits.skip(levels != 0 && !sequence.isMonochrome() ? 6 + 6 : 0);
            bits.skip(3); // loop_filter_sharpness
            if (bits.flag() && bits.flag()) {
                for (int i = 0; i < LOOP_FILTER_DELTAS; i++) {
                    bits.skip(bits.flag() ? 7 : 0);
                }
            }
        }

        /** cdef_params(). */
        private void skipDirectional() {
            if (sequence.cdef) {
                bits.skip(2);
                int strengths = 1 << bits.number(2);
                bits.skip(strengths * (sequence.isMonochrome() ? 6 : 12));
            }
        }

        /** lr_params(). */
        private void skipRestoration() {
            boolean luma = bits.number(2) != 0;
            boolean chroma = !sequence.isMonochrome() && bits.number(4) != 0;
            if (!luma && !chroma) {
                return;
            }
            // lr_unit_shift, and lr_unit_extra_shift where superblocks are small.
            if (bits.flag() && !sequence.superblocksOf128) {
                bits.skip(1);
            }
            bits.skip(chroma && sequence.is420() ? 1 : 0); // lr_uv_shift
        }

        /** From read_tx_mode() on. */
        private void skipModes(boolean lossless) {
            bits.skip(lossless ? 0 : 1); // tx_mode_select
            if (!start.isIntra()) {
                boolean twoReferences = bits.flag();
                bits.skip(twoReferences && sequence.orderHintBits > 0 && allowsSkipping() ? 1 : 0);
                bits.skip(start.resilient() || !sequence.warpedMotion ? 0 : 1);
            }
            bits.skip(1); // reduced_tx_set
            if (!start.isIntra()) {
                Av1GlobalMotion.skip(bits, precise);
            }
            if (sequence.filmGrain && start.showable()) {
                Av1FilmGrain.skip(bits, sequence, start);
            }
        }

        private boolean allowsSkipping() {
            return Av1References.allowSkipping(
                    Arrays.stream(references).map(this::distance).toArray());
        }
    }
}
