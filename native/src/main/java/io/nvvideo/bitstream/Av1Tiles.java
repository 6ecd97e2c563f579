package io.nvvideo.bitstream;

/**
 * Into how many tiles a frame is cut: tile_info() (AV1 specification, 5.9.15).
 *
 * @param columns TileCols
 * @param rows TileRows
 * @param numberBits TileColsLog2 + TileRowsLog2: bits of a tile's number
 * @param sizeBytes TileSizeBytes: bytes of a tile's size
 */
record Av1Tiles(int columns, int rows, int numberBits, int sizeBytes) {
    private static final int MAX_TILE_WIDTH = 4096;
    private static final int MAX_TILE_AREA = 4096 * 2304;
    private static final int MAX_COLUMNS = 64;
    private static final int MAX_ROWS = 64;

    /** Of columns, or of rows: how many tiles, and the bits that it takes to number them. */
    private record Cut(int tiles, int bits, int widest) {}

    int count() {
        return columns * rows;
    }

    static Av1Tiles read(BitReader bits, Av1SequenceHeader sequence, Av1FrameSize size) {
        int shift = sequence.superblocksOf128 ? 7 : 6;
        int across = superblocks(size.codedWidth(), shift);
        int down = superblocks(size.height(), shift);
        int maxWidth = MAX_TILE_WIDTH >> shift;
        int minColumnBits = log2(maxWidth, across);
        int minBits = Math.max(minColumnBits, log2(MAX_TILE_AREA >> 2 * shift, across * down));
        Cut columns;
        Cut rows;
        if (bits.flag()) {
            columns = even(bits, across, minColumnBits, MAX_COLUMNS);
            rows = even(bits, down, Math.max(minBits - columns.bits(), 0), MAX_ROWS);
        } else {
            columns = uneven(bits, across, maxWidth, MAX_COLUMNS);
            int maxArea = minBits > 0 ? across * down >> minBits + 1 : across * down;
            rows = uneven(bits, down, Math.max(maxArea / columns.widest(), 1), MAX_ROWS);
        }
        int numberBits = columns.bits() + rows.bits();
        int contextTile = bits.number(numberBits);
        int sizeBytes = numberBits > 0 ? bits.number(2) + 1 : 0;
        Av1Tiles tiles = new Av1Tiles(columns.tiles(), rows.tiles(), numberBits, sizeBytes);
        if (contextTile >= tiles.count()) {
            throw new InvalidHeader("a frame takes its probabilities from a tile that it has not");
        }
        return tiles;
    }

    /** In whole pairs of 4x4 blocks (MiCols, MiRows). */
    private static int superblocks(int pixels, int shift) {
        return (pixels + 7 & ~7) + (1 << shift) - 1 >> shift;
    }

    /** uniform_tile_spacing_flag. */
    private static Cut even(BitReader bits, int superblocks, int minBits, int maxTiles) {
        int maxBits = log2(1, Math.min(superblocks, maxTiles));
        int log2 = minBits;
        while (log2 < maxBits && bits.flag()) {
            log2++;
        }
        int width = superblocks + (1 << log2) - 1 >> log2;
        return new Cut((superblocks + width - 1) / width, log2, width);
    }

    private static Cut uneven(BitReader bits, int superblocks, int maxWidth, int maxTiles) {
        int widest = 0;
        int tiles = 0;
        for (int start = 0; start < superblocks; tiles++) {
            if (tiles == maxTiles) {
                throw new InvalidHeader("a frame has more than " + maxTiles + " rows or columns of tiles");
            }
            int width = bits.lessThan(Math.min(superblocks - start, maxWidth)) + 1;
            widest = Math.max(widest, width);
            start += width;
        }
        return new Cut(tiles, log2(1, tiles), widest);
    }

    /** tile_log2(): how often the first has to be doubled to be at least the second. */
    private static int log2(int from, int target) {
        int log2 = 0;
        while (from << log2 < target) {
            log2++;
        }
        return log2;
    }
}
