package io.nvvideo.decode.nvdec;

import io.nvvideo.cuda.VideoSequence;
import java.nio.ByteBuffer;

/**
 * What VP9's packets say of the size of their frames. NVDEC's parser tells render_size for the area that is shown (so does its
 * open-source twin: {@code BeginPicture} of VulkanVP9Decoder.cpp, nvpro-samples/vk_video_samples), which is a wish that decoders
 * of the CPU pass over, and may be larger than the frame.
 */
final class Vp9Frames {
    /** Of the packet that is fed; null if it begins with no key frame. */
    private SequenceMark key;

    /** A packet that is about to be fed, in big-endian order. */
    void feed(ByteBuffer packet) {
        key = SequenceMark.ofVp9(packet);
    }

    /** Whether what is fed refers to nothing that was before it. */
    boolean beginWithKey() {
        return key != null;
    }

    /** The same headers with whole frames shown. */
    VideoSequence whole(VideoSequence sequence) {
        int width = sequence.codedWidth();
        int height = sequence.codedHeight();
        return key == null
                ? sequence.cut(width, height)
                : sequence.cut(Math.min(key.width(), width), Math.min(key.height(), height));
    }
}
