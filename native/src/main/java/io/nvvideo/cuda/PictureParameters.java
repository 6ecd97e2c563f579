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

    CUVIDPICPARAMS parameters() {
        return parameters;
    }
}
