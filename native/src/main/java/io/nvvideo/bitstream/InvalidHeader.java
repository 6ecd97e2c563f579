package io.nvvideo.bitstream;

/** A header says what none may say. The message is a clause without a subject's name. */
public class InvalidHeader extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidHeader(String why) {
        super(why, null, false, false);
    }
}
