package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DecoderCapability;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.NvdecChroma;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.nvdec.packets.GrayPictures;
import io.nvvideo.image.SurfaceLayout;

/** Which kind of session of a GPU decodes the pictures that follow some headers. */
final class SessionKinds {
    private final CudaDevice device;
    private final StreamOptions options;
    private final String what;

    /**
     * @param what names the file in errors
     */
    SessionKinds(CudaDevice device, StreamOptions options, String what) {
        this.device = device;
        this.options = options;
        this.what = what;
    }

    /**
     * For these headers.
     *
     * @throws VideoException UNSUPPORTED if the GPU has none
     */
    DecoderKind of(VideoSequence next) {
        DecoderCapability can = device.decoderCapabilities().of(next.codec(), next.chroma(), next.bitDepth());
        can.reasonAgainst(next.codedWidth(), next.codedHeight()).ifPresent(reason -> {
            throw unsupported(reason);
        });
        if (next.codec() == NvdecCodec.H264 && next.chroma() == NvdecChroma.MONOCHROME) {
            throw unsupported(GrayPictures.REASON);
        }
        SurfaceLayout layout = layout(next);
        if (!can.surfaces().contains(layout)) {
            throw unsupported("its decoders do not write " + layout.layoutName() + " for " + can);
        }
        SizeBucket bucket =
                SizeBucket.of(next.codedWidth(), next.codedHeight(), options.maxWidth(), options.maxHeight(), can);
        return new DecoderKind(next.codec(), next.chroma(), next.bitDepth(), layout, bucket.width(), bucket.height());
    }

    /** For what this GPU cannot do, said as a clause. */
    VideoException unsupported(String reason) {
        return new VideoException(
                Code.UNSUPPORTED,
                "Cannot decode " + what + " on " + device + ": " + reason + ". Use device=auto or device=cpu.");
    }

    private static SurfaceLayout layout(VideoSequence sequence) {
        boolean deep = sequence.bitDepth() > 8;
        return switch (sequence.chroma()) {
            case MONOCHROME, YUV420 -> deep ? SurfaceLayout.P016 : SurfaceLayout.NV12;
            case YUV422 -> deep ? SurfaceLayout.P216 : SurfaceLayout.NV16;
            case YUV444 -> deep ? SurfaceLayout.YUV444_16 : SurfaceLayout.YUV444;
        };
    }
}
