package io.nvvideo.bitstream;

/**
 * How large coded pictures are, and which part of them is shown: frame cropping (Rec. ITU-T H.264, 7.4.2.1.1), the conformance window
 * (Rec. ITU-T H.265, 7.4.3.2.1). All in luma samples.
 *
 * @param codedWidth width of the coded picture
 * @param codedHeight height of the coded picture, both fields of it
 * @param left first column that is shown
 * @param top first row that is shown
 * @param right one past the last column that is shown
 * @param bottom one past the last row that is shown
 */
public record PictureArea(int codedWidth, int codedHeight, int left, int top, int right, int bottom) {

    /**
     * Reads the flag and the four offsets behind a size, as both codecs have them.
     *
     * @param unitX columns that an offset counts: SubWidthC
     * @param unitY rows that an offset counts: SubHeightC, twice that where pictures may be fields
     * @return null if nothing would be shown
     * @throws BitReader.EndOfHeader if it is cut off
     */
    static PictureArea read(BitReader bits, long codedWidth, long codedHeight, int unitX, int unitY) {
        boolean cropped = bits.flag();
        long left = cropped ? unitX * bits.unsignedGolomb() : 0;
        long right = codedWidth - (cropped ? unitX * bits.unsignedGolomb() : 0);
        long top = cropped ? unitY * bits.unsignedGolomb() : 0;
        long bottom = codedHeight - (cropped ? unitY * bits.unsignedGolomb() : 0);
        if (left >= right || top >= bottom || codedWidth > Short.MAX_VALUE || codedHeight > Short.MAX_VALUE) {
            return null;
        }
        return new PictureArea((int) codedWidth, (int) codedHeight, (int) left, (int) top, (int) right, (int) bottom);
    }
}
