package io.nvvideo.cuda;

import java.io.Serializable;

/**
 * Whether FFmpeg's own decoders for GPUs ({@code h264_cuvid} and others) can take the place of the presets for CUDA. They need
 * nothing but the driver.
 *
 * @param possible whether they can
 * @param reason why not, as a clause; empty if they can, or if that was not looked at
 */
public record SecondChoice(boolean possible, String reason) implements Serializable {
    /** Where there is a first choice, or no driver to choose anything. */
    static final SecondChoice NOT_LOOKED_AT = new SecondChoice(false, "");

    static final SecondChoice POSSIBLE = new SecondChoice(true, "");

    static SecondChoice impossible(String reason) {
        return new SecondChoice(false, reason);
    }
}
