package io.nvvideo.cuda;

/**
 * A picture that is next in presentation order.
 *
 * @param surface where it was decoded to
 * @param timestamp that of its packet; as the parser tells it, of another one where times are not in presentation order
 * @param progressive whether it is one picture and not two fields
 * @param topFieldFirst which field is the earlier one
 * @param unpaired whether it is one field alone
 */
public record DuePicture(int surface, long timestamp, boolean progressive, boolean topFieldFirst, boolean unpaired) {

    /** The same with another time. */
    public DuePicture at(long other) {
        return new DuePicture(surface, other, progressive, topFieldFirst, unpaired);
    }
}
