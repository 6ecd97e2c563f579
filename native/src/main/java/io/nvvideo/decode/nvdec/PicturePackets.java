package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;

/**
 * Which packet each picture is of. The times that the parser hands on do not tell: it takes those that are not in the order of
 * presentation for times of decoding, and sorts them ({@code display_picture} of its open-source twin, VulkanVideoDecoder.cpp in
 * nvpro-samples/vk_video_samples; seen of the parsers of drivers 470 to 555).
 */
interface PicturePackets {
    /** The number of no packet. */
    long NONE = -1;

    /** For one stream. */
    static PicturePackets of(NvdecCodec codec) {
        return switch (codec) {
            case MPEG1, MPEG2, MPEG4, VC1, H264, HEVC -> new SlicePackets();
            case JPEG, VP8, VP9 -> new FramePackets(false);
            case AV1 -> new FramePackets(true);
        };
    }

    /** Whether the bytes of packets and slices have to be told. */
    boolean readsBytes();

    /** Whether pictures were known by their slices so far. */
    boolean slicesTell();

    /**
     * A packet that is about to be fed.
     *
     * @param time that is fed with it
     * @param bytes null if they are not read
     */
    void feed(long number, long time, byte[] bytes);

    /**
     * The parser has found a picture, or the first field of one.
     *
     * @param slice how its first slice begins; null if bytes are not read
     */
    void found(int surface, byte[] slice);

    /** The same picture with the number of its packet for a time, or {@link #NONE}. */
    DuePicture numbered(DuePicture picture);

    /** Of the picture that was decoded to a surface last, in the call that fed its packet. */
    long numberOfFed(int surface);

    /** The surfaces are others now: of a picture that is due and was decoded before, nothing is left. */
    void forgetSurfaces();

    /** Forgets everything: what comes next is parsed anew. */
    void clear();
}
