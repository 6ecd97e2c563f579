package io.nvvideo.bitstream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Goes through an AV1 stream as the front end of a decoder does, and finds what is out of bounds: units that are larger than their
 * packet, headers that cannot be read, tiles that are larger than their unit (AV1 specification, 5.3, 5.9, 5.11).
 */
public final class Av1Frames {
    private static final int MAX_SEQUENCE_HEADER_BYTES = 1024;
    /** Two numbers of a tile, and the flag before them. */
    private static final int TILE_GROUP_HEADER_BYTES = 4;

    private final Av1FrameHeaders headers = new Av1FrameHeaders();
    /** Null before the first. */
    private Av1SequenceHeader sequence;
    /** Of the frame that is begun; null if none is. */
    private Av1Tiles tiles;
    /** How many tiles of it were found. */
    private int found;

    private int shown;
    private int again;

    /**
     * Reads the next packet, which is a temporal unit.
     *
     * @throws InvalidHeader what is wrong with it; nothing can be told then of those that follow, before {@link #clear}
     */
    public void read(ByteBuffer packet) {
        List<Av1Unit> units = Av1Unit.split(packet);
        if (units.isEmpty()
                || units.get(units.size() - 1).end() != packet.limit()
                || !units.stream().allMatch(Av1Unit::whole)) {
            throw new InvalidHeader("the units of a packet are larger than the packet");
        }
        shown = 0;
        again = 0;
        units.forEach(this::read);
        check(tiles == null, "tiles of a frame are missing");
        check(again == 0 || shown == 1, "a packet shows several frames");
    }

    private void read(Av1Unit unit) {
        switch (unit.type()) {
            case Av1Unit.SEQUENCE_HEADER -> {
                sequence = Av1SequenceHeader.read(unit.bytes(MAX_SEQUENCE_HEADER_BYTES));
            }
            case Av1Unit.FRAME_HEADER, Av1Unit.FRAME -> {
                int headerBytes = readHeader(unit);
                if (unit.type() == Av1Unit.FRAME) {
                    check(tiles != null, "a frame that is shown again has tiles");
                    readTiles(unit, headerBytes);
                }
            }
            case Av1Unit.TILE_GROUP -> {
                check(tiles != null, "tiles are of no frame");
                readTiles(unit, 0);
            }
            default -> {}
        }
    }

    private int readHeader(Av1Unit unit) {
        check(tiles == null, "tiles of a frame are missing");
        check(sequence != null, "no sequence header comes before its first frame");
        check(sequence.decodes(unit), "a frame is of layers that are not to be decoded");
        Av1FrameHeaders.Header header = headers.read(sequence, unit);
        shown += header.shown() ? 1 : 0;
        again += header.showsAgain() ? 1 : 0;
        tiles = header.tiles();
        found = 0;
        return header.bytes();
    }

    /** tile_group_obu(): 5.11.1. */
    private void readTiles(Av1Unit unit, int headerBytes) {
        ByteBuffer bytes = unit.payload().duplicate().position(headerBytes).slice();
        byte[] head = new byte[Math.min(bytes.limit(), TILE_GROUP_HEADER_BYTES)];
        bytes.duplicate().get(head);
        BitReader bits = new BitReader(head);
        boolean part = tiles.count() > 1 && bits.flag();
        int first = part ? bits.number(tiles.numberBits()) : 0;
        int last = part ? bits.number(tiles.numberBits()) : tiles.count() - 1;
        check(
                first == found && last >= first && last < tiles.count() && !(part && unit.type() == Av1Unit.FRAME),
                "tiles of a frame are missing");
        int at = bits.bytesRead();
        for (int tile = first; tile < last; tile++) {
            at = endOfTile(bytes, at);
        }
        check(at < bytes.limit(), "a tile is larger than what it is in");
        found = last + 1;
        tiles = found == tiles.count() ? null : tiles;
    }

    private int endOfTile(ByteBuffer bytes, int at) {
        int begin = at + tiles.sizeBytes();
        long size = 1;
        for (int i = 0; i < tiles.sizeBytes() && begin <= bytes.limit(); i++) {
            size += (bytes.get(at + i) & 0xffL) << 8 * i;
        }
        check(begin + size < bytes.limit(), "a tile is larger than what it is in");
        return (int) (begin + size);
    }

    private static void check(boolean holds, String clause) {
        if (!holds) {
            throw new InvalidHeader(clause);
        }
    }

    /** Nothing that was read counts for what is read next. */
    public void clear() {
        headers.clear();
        sequence = null;
        tiles = null;
    }
}
