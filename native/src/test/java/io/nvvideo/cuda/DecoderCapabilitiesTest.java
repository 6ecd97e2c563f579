package io.nvvideo.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.VideoException;
import io.nvvideo.cuda.MockDriver.Run;
import io.nvvideo.image.SurfaceLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.nvcodec.global.nvcuvid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderCapabilitiesTest {
    /** Prints every answer, three times asked. */
    public static final class Table {
        public static void main(String[] arguments) {
            DecoderCapabilities capabilities = CudaDevices.named("1").decoderCapabilities();
            for (int i = 0; i < 3; i++) {
                for (NvdecCodec codec : NvdecCodec.values()) {
                    for (NvdecChroma chroma : NvdecChroma.values()) {
                        for (int depth : new int[] {1, 8, 10, 12, 20}) {
                            try {
                                DecoderCapability answer = capabilities.of(codec, chroma, depth);
                                if (answer.supported()) {
                                    System.out.println(answer + ": " + answer.engines() + " engines, "
                                            + answer.surfaces().stream()
                                                    .sorted()
                                                    .toList() + ", " + answer.minWidth()
                                            + "x" + answer.minHeight() + " to " + answer.maxWidth() + "x"
                                            + answer.maxHeight() + ", " + answer.maxMacroblocks());
                                }
                            } catch (VideoException e) {
                                System.out.println(e.code() + " " + e.getMessage());
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void theTableIsTheDriversAndEachQuestionIsAskedOnce() throws IOException, InterruptedException {
        Run run = MockDriver.whole().run(Table.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .hasSize(3 * 11)
                .startsWith(
                        "h264 yuv420 8 bit: 4 engines, [NV12, P016], 48x16 to 4096x4096, 65536",
                        "hevc yuv420 8 bit: 4 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv420 10 bit: 4 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv420 12 bit: 4 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv444 8 bit: 4 engines, [YUV444, YUV444_16], 144x144 to 8192x8192, 262144");
        int questions = NvdecCodec.values().length * NvdecChroma.values().length * 4;
        assertThat(run.calls("cuvidGetDecoderCaps")).isEqualTo(questions);
    }

    /** NVIDIA's table of what its chips decode; that which decodes in tests is held to it. */
    @Test
    void anH200DecodesNoAv1AndH264OnlyOf8Bits() throws IOException, InterruptedException {
        Run run = MockDriver.decoding().run(Table.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines().subList(0, run.lines().size() / 3))
                .containsExactly(
                        "mpeg1video yuv420 8 bit: 7 engines, [NV12], 48x16 to 4080x4080, 65280",
                        "mpeg2video yuv420 8 bit: 7 engines, [NV12], 48x16 to 4080x4080, 65280",
                        "mpeg4 yuv420 8 bit: 7 engines, [NV12], 48x16 to 2032x2032, 8192",
                        "vc1 yuv420 8 bit: 7 engines, [NV12], 48x16 to 2032x2032, 8192",
                        "h264 yuv420 8 bit: 7 engines, [NV12, P016], 48x16 to 4096x4096, 65536",
                        "mjpeg yuv420 8 bit: 7 engines, [NV12], 64x64 to 32768x16384, 67108864",
                        "hevc yuv420 8 bit: 7 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv420 10 bit: 7 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv420 12 bit: 7 engines, [NV12, P016], 144x144 to 8192x8192, 262144",
                        "hevc yuv444 8 bit: 7 engines, [YUV444, YUV444_16], 144x144 to 8192x8192, 262144",
                        "hevc yuv444 10 bit: 7 engines, [YUV444, YUV444_16], 144x144 to 8192x8192, 262144",
                        "hevc yuv444 12 bit: 7 engines, [YUV444, YUV444_16], 144x144 to 8192x8192, 262144",
                        "vp8 yuv420 8 bit: 7 engines, [NV12], 48x16 to 4096x4096, 65536",
                        "vp9 yuv420 8 bit: 7 engines, [NV12, P016], 128x128 to 8192x8192, 262144",
                        "vp9 yuv420 10 bit: 7 engines, [NV12, P016], 128x128 to 8192x8192, 262144",
                        "vp9 yuv420 12 bit: 7 engines, [NV12, P016], 128x128 to 8192x8192, 262144");
    }

    @Test
    void aDriverThatFailsIsNoAnswer() throws IOException, InterruptedException {
        Run run = MockDriver.whole().failing("cuvidGetDecoderCaps", 700).run(Table.class);
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .allMatch(line -> line.startsWith("DEVICE_FAILED Cannot ask what the decoders of GPU 1 (Mock GPU B)"));
    }

    @ParameterizedTest
    @CsvSource({
        "1920,1088,",
        "4096,4096,",
        "48,16,",
        "40,1088,40x1088 is smaller than the 48x16 that its decoders begin with for h264 yuv420 8 bit",
        "4112,1088,4112x1088 is larger than the 4096x4096 that its decoders end with for h264 yuv420 8 bit"
    })
    void aSizeFitsOrTheReasonSaysWhyNot(int width, int height, String reason) {
        DecoderCapability h264 = new DecoderCapability(
                NvdecCodec.H264, NvdecChroma.YUV420, 8, true, 2, Set.of(SurfaceLayout.NV12), 48, 16, 4096, 4096, 65536);
        assertThat(h264.reasonAgainst(width, height).orElse(null)).isEqualTo(reason);
    }

    @Test
    void macroblocksAreCountedRoundedUp() {
        DecoderCapability small = new DecoderCapability(
                NvdecCodec.VC1, NvdecChroma.YUV420, 8, true, 1, Set.of(SurfaceLayout.NV12), 48, 16, 2048, 2048, 8160);
        assertThat(small.reasonAgainst(1920, 1080)).isEmpty();
        assertThat(small.reasonAgainst(1921, 1080))
                .hasValue(
                        "1921x1080 has 8228 macroblocks, more than the 8160 that its decoders take for vc1 yuv420 8 bit");
        assertThat(DecoderCapability.none(NvdecCodec.AV1, NvdecChroma.YUV420, 10)
                        .reasonAgainst(64, 64))
                .hasValue("its decoders do not know av1 yuv420 10 bit");
    }

    /** The presets' numbers are constants of the compiler: no class of them is initialised. */
    @Test
    void theNumbersAreThoseOfTheHeader() {
        assertThat(Arrays.stream(NvdecCodec.values()).map(NvdecCodec::number))
                .containsExactly(
                        nvcuvid.cudaVideoCodec_MPEG1,
                        nvcuvid.cudaVideoCodec_MPEG2,
                        nvcuvid.cudaVideoCodec_MPEG4,
                        nvcuvid.cudaVideoCodec_VC1,
                        nvcuvid.cudaVideoCodec_H264,
                        nvcuvid.cudaVideoCodec_JPEG,
                        nvcuvid.cudaVideoCodec_HEVC,
                        nvcuvid.cudaVideoCodec_VP8,
                        nvcuvid.cudaVideoCodec_VP9,
                        nvcuvid.cudaVideoCodec_AV1);
        assertThat(Arrays.stream(NvdecChroma.values()).map(NvdecChroma::number))
                .containsExactly(
                        nvcuvid.cudaVideoChromaFormat_Monochrome,
                        nvcuvid.cudaVideoChromaFormat_420,
                        nvcuvid.cudaVideoChromaFormat_422,
                        nvcuvid.cudaVideoChromaFormat_444);
        // NV16 and P216 are younger than the oldest presets that this is compiled with.
        assertThat(Stream.of(SurfaceLayout.NV12, SurfaceLayout.P016, SurfaceLayout.YUV444, SurfaceLayout.YUV444_16)
                        .map(NvdecSurfaces::number))
                .containsExactly(
                        nvcuvid.cudaVideoSurfaceFormat_NV12,
                        nvcuvid.cudaVideoSurfaceFormat_P016,
                        nvcuvid.cudaVideoSurfaceFormat_YUV444,
                        nvcuvid.cudaVideoSurfaceFormat_YUV444_16Bit);
    }

    @ParameterizedTest
    @EnumSource
    void aSurfaceIsTheBitOfItsNumber(SurfaceLayout layout) {
        assertThat(NvdecSurfaces.ofMask(1 << NvdecSurfaces.number(layout))).containsExactly(layout);
    }

    @ParameterizedTest
    @EnumSource
    void aCodecIsFoundByFfmpegsName(NvdecCodec codec) {
        assertThat(NvdecCodec.named(codec.codecName())).hasValue(codec);
        assertThat(NvdecCodec.named("prores")).isEmpty();
    }
}
