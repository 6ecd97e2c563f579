package io.nvvideo.cuda;

import static org.bytedeco.nvcodec.global.nvcuvid.cudaVideoCreate_PreferCUVID;
import static org.bytedeco.nvcodec.global.nvcuvid.cudaVideoDeinterlaceMode_Weave;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidCreateDecoder;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidDecodePicture;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidDecodeStatus_Error;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidDecodeStatus_Error_Concealed;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidDestroyDecoder;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidGetDecodeStatus;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidMapVideoFrame64;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidReconfigureDecoder;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidUnmapVideoFrame64;

import io.nvvideo.ffmpeg.NativeObjects;
import org.bytedeco.nvcodec.nvcuvid.CUVIDDECODECREATEINFO;
import org.bytedeco.nvcodec.nvcuvid.CUVIDGETDECODESTATUS;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPROCPARAMS;
import org.bytedeco.nvcodec.nvcuvid.CUVIDRECONFIGUREDECODERINFO;
import org.bytedeco.nvcodec.nvcuvid.CUvideodecoder;

/** A decoder of the hardware, for one stream at a time. For one thread at a time. */
public final class NvdecSession implements AutoCloseable {
    /** Pictures that can be mapped at a time: one that is converted, one that comes next. */
    private static final int OUTPUT_SURFACES = 2;

    private final CudaDevice device;
    private final DecoderKind kind;
    private final CUvideodecoder decoder = new CUvideodecoder();
    private DecoderSetup setup;
    private boolean closed;

    /** A picture that can be read on the GPU until it is closed. */
    public final class Mapped implements AutoCloseable {
        private final Surface surface;
        private boolean unmapped;

        private Mapped(Surface surface) {
            this.surface = surface;
        }

        /** Where its samples are; its size is that of the setup. */
        public Surface surface() {
            return surface;
        }

        /** To be called when all work that reads it is done, not only queued. */
        @Override
        public void close() {
            if (!unmapped) {
                unmapped = true;
                device.release(() -> cuvidUnmapVideoFrame64(decoder, surface.luma()));
            }
        }
    }

    /**
     * Makes a decoder: tens of milliseconds.
     *
     * @throws io.nvvideo.VideoException DEVICE_MEMORY if there is no room, UNSUPPORTED if the hardware cannot
     */
    public NvdecSession(CudaDevice device, DecoderKind kind, DecoderSetup setup) {
        checkFits(kind, setup);
        this.device = device;
        this.kind = kind;
        this.setup = setup;
        try (CUVIDDECODECREATEINFO info = new CUVIDDECODECREATEINFO()) {
            info.zero();
            info.CodecType(kind.codec().number())
                    .ChromaFormat(kind.chroma().number())
                    .bitDepthMinus8(kind.bitDepth() - 8)
                    .OutputFormat(NvdecSurfaces.number(kind.layout()))
                    .DeinterlaceMode(cudaVideoDeinterlaceMode_Weave)
                    .ulCreationFlags(cudaVideoCreate_PreferCUVID)
                    .ulNumOutputSurfaces(OUTPUT_SURFACES)
                    .ulMaxWidth(kind.maxWidth())
                    .ulMaxHeight(kind.maxHeight());
            info.ulWidth(setup.codedWidth())
                    .ulHeight(setup.codedHeight())
                    .ulTargetWidth(setup.targetWidth())
                    .ulTargetHeight(setup.targetHeight())
                    .ulNumDecodeSurfaces(setup.surfaces())
                    .display_area_left((short) setup.left())
                    .display_area_top((short) setup.top())
                    .display_area_right((short) setup.right())
                    .display_area_bottom((short) setup.bottom());
            device.call(
                    "Cannot make a decoder for " + describe() + " on " + device,
                    () -> cuvidCreateDecoder(decoder, info));
        }
        NativeObjects.opened();
    }

    /**
     * Sets it to another stream: some milliseconds, nothing if all is equal. Only from {@link NvdecParser.Handler#sequence}, and
     * while nothing is mapped.
     *
     * @return whether anything had to be set
     */
    public boolean set(DecoderSetup next) {
        checkFits(kind, next);
        if (next.equals(setup)) {
            return false;
        }
        try (CUVIDRECONFIGUREDECODERINFO info = new CUVIDRECONFIGUREDECODERINFO()) {
            info.zero();
            info.ulWidth(next.codedWidth())
                    .ulHeight(next.codedHeight())
                    .ulTargetWidth(next.targetWidth())
                    .ulTargetHeight(next.targetHeight())
                    .ulNumDecodeSurfaces(next.surfaces())
                    .display_area_left((short) next.left())
                    .display_area_top((short) next.top())
                    .display_area_right((short) next.right())
                    .display_area_bottom((short) next.bottom());
            device.call(
                    "Cannot set a decoder for " + describe() + " on " + device,
                    () -> cuvidReconfigureDecoder(decoder, info));
        }
        setup = next;
        return true;
    }

    /**
     * Queues a picture; damage that the hardware meets is told by {@link #isDamaged}.
     *
     * @param what names the file in errors
     * @throws io.nvvideo.VideoException CORRUPT if the driver refuses it: all that it is given comes from the stream
     */
    public void decode(PictureParameters picture, String what) {
        int result = device.bound(() -> cuvidDecodePicture(decoder, picture.parameters()));
        CudaErrors.checkStream(result, "Cannot decode " + what + " (" + describe() + ") on " + device);
    }

    /** Whether the hardware met errors in the picture that was decoded to a surface, concealed or not. */
    public boolean isDamaged(int surface) {
        try (CUVIDGETDECODESTATUS status = new CUVIDGETDECODESTATUS()) {
            status.zero();
            // Hardware that cannot tell answers with an error, which is no damage.
            return device.bound(() -> cuvidGetDecodeStatus(decoder, surface, status)) == 0
                    && (status.decodeStatus() == cuvidDecodeStatus_Error
                            || status.decodeStatus() == cuvidDecodeStatus_Error_Concealed);
        }
    }

    /** Makes a picture readable for work on that stream, which waits for the decoder. */
    public Mapped map(DuePicture picture, CudaStream stream) {
        long[] address = new long[1];
        int[] pitch = new int[1];
        try (CUVIDPROCPARAMS processing = new CUVIDPROCPARAMS()) {
            processing.zero();
            processing
                    .progressive_frame(picture.progressive() ? 1 : 0)
                    .top_field_first(picture.topFieldFirst() ? 1 : 0)
                    .unpaired_field(picture.unpaired() ? 1 : 0)
                    .output_stream(stream.handle());
            device.call(
                    "Cannot read a decoded picture on " + device,
                    () -> cuvidMapVideoFrame64(decoder, picture.surface(), address, pitch, processing));
        }
        return new Mapped(Surface.mapped(
                kind.layout(),
                kind.bitDepth(),
                setup.targetWidth(),
                setup.targetHeight(),
                address[0],
                pitch[0],
                setup.targetHeight()));
    }

    /** What it was made for. */
    public DecoderKind kind() {
        return kind;
    }

    private String describe() {
        return kind.codec().codecName() + " of " + setup.codedWidth() + "x" + setup.codedHeight();
    }

    private static void checkFits(DecoderKind kind, DecoderSetup setup) {
        if (!kind.holds(setup)) {
            throw new IllegalArgumentException(setup + " is larger than " + kind);
        }
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuvidDestroyDecoder(decoder));
        }
    }
}
