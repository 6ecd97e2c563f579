package io.nvvideo.cuda;

/**
 * A picture that is next in presentation order.
 *
 * @param surface where it was decoded to
 * @param timestamp of its packet, as it was given
 * @param progressive whether it is one picture and not two fields
 * @param topFieldFirst which field is the earlier one
 * @param unpaired whether it is one field alone
 */
public record DuePicture(int surface, long timestamp, boolean progressive, boolean topFieldFirst, boolean unpaired) {}
