package io.nvvideo.cuda;

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

    /** Whether it is one picture and not a field. */
    public boolean isFrame() {
        return parameters.field_pic_flag() == 0;
    }

    /** Whether, of two fields, it is the lower one. */
    public boolean isBottomField() {
        return parameters.bottom_field_flag() != 0;
    }

    CUVIDPICPARAMS parameters() {
        return parameters;
    }
}
