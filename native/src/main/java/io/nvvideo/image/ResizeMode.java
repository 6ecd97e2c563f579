package io.nvvideo.image;

/** How a picture is brought to a width and a height when both are given. */
public enum ResizeMode {
    /** As large as fits into the box; keeps the ratio, so one side may be smaller. */
    FIT,
    /** Exactly the box; changes the ratio. */
    STRETCH,
    /** Exactly the box: fills it keeping the ratio, then cuts the centre out. */
    CROP,
    /** Exactly the box: fits keeping the ratio, then fills up with black, centred. */
    PAD
}
