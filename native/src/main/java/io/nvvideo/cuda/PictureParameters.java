package io.nvvideo.cuda;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPICPARAMS;

/** A picture that the parser found, to be handed to a session; valid during the call that hands it out. */
public final class PictureParameters {
    private final CUVIDPICPARAMS parameters;

    PictureParameters(CUVIDPICPARAMS parameters) {
        this.parameters = parameters;
    }

    /** The surface that it is to be decoded to. */
    public int surface() {
        return parameters.CurrPicIdx();
    }

    /** Whether other pictures are predicted from it. */
    public boolean isReference() {
        return parameters.ref_pic_flag() != 0;
    }

    /** Whether with it the whole picture is there: a frame, or the second field of one. */
    public boolean completesPicture() {
        return parameters.field_pic_flag() == 0 || parameters.second_field() != 0;
    }

    /** Whether it is a frame, or the first field of one. */
    public boolean beginsPicture() {
        return parameters.second_field() == 0;
    }

    /** Whether it is one picture and not a field. */
    public boolean isFrame() {
        return parameters.field_pic_flag() == 0;
    }

    /** Whether, of two fields, it is the lower one. */
    public boolean isBottomField() {
        return parameters.bottom_field_flag() != 0;
    }

    /** How many bytes of the stream it is said to have. */
    public long bytes() {
        return parameters.nBitstreamDataLen() & 0xffffffffL;
    }

    /** Whether it has more macroblocks across or down than there are in the coded picture that the headers tell. */
    public boolean exceeds(VideoSequence headers) {
        return parameters.PicWidthInMbs() > macroblocks(headers.codedWidth())
                || parameters.FrameHeightInMbs() > macroblocks(headers.codedHeight());
    }

    private static int macroblocks(int pixels) {
        return (pixels + 15) / 16;
    }

    /** The bytes of its first slice behind the start code, from their beginning on; at most that many. */
    public byte[] firstSlice(int most) {
        BytePointer data = parameters.pBitstreamData();
        if (data == null || data.isNull()) {
            return new byte[0];
        }
        long size = bytes();
        long begin =
                parameters.nNumSlices() > 0 ? parameters.pSliceDataOffsets().get(0) & 0xffffffffL : 0;
        long at = begin;
        while (at < size && data.get(at) == 0) {
            at++;
        }
        if (at >= begin + 2 && at < size && data.get(at) == 1) {
            at++;
        }
        byte[] slice = new byte[(int) Math.max(0, Math.min(most, size - at))];
        for (int i = 0; i < slice.length; i++) {
            slice[i] = data.get(at + i);
        }
        return Arrays.copyOf(slice, end(slice));
    }

    /** Where the slice ends, at the latest before the next start code: what stands between the two belongs to neither. */
    private static int end(byte[] slice) {
        int end = 0;
        while (end < slice.length && !isStartCode(slice, end)) {
            end++;
        }
        while (end > 0 && slice[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static boolean isStartCode(byte[] bytes, int at) {
        return at + 2 < bytes.length && bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
    }

    CUVIDPICPARAMS parameters() {
        return parameters;
    }
}
