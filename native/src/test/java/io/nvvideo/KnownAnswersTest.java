package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.select.Selection;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known streams that a GPU has to decode before it is given anybody's videos. */
class KnownAnswersTest {
    @TempDir
    private Path folder;

    private static MockDriver testing() {
        return MockDriver.decoding().jvm("-D" + KnownAnswers.PROPERTY + "=on");
    }

    private Path video() {
        return TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
    }

    private static List<String> said(Run run) {
        assertThat(run.status()).as(run.text()).isZero();
        return run.lines().stream()
                .filter(line -> line.startsWith("same ") || line.startsWith("UNSUPPORTED "))
                .toList();
    }

    @Test
    void aGpuThatPassesIsUsedAndTestedOnce() throws Exception {
        Path file = video();
        Run one = testing().run(GpuScenarios.class, "auto", file.toString());
        assertThat(said(one)).singleElement().asString().startsWith("same 30 frames: 30 on the GPU");
        Run two = testing().run(GpuScenarios.class, "auto", file.toString(), file.toString());
        assertThat(said(two)).hasSize(2).allMatch(line -> line.startsWith("same 30 frames: 30 on the GPU"));
        Run untested = MockDriver.decoding().run(GpuScenarios.class, "auto", file.toString());
        int ofTheFile = untested.calls("cuvidDecodePicture");
        assertThat(one.calls("cuvidDecodePicture")).isGreaterThan(ofTheFile + 18);
        assertThat(two.calls("cuvidDecodePicture")).isEqualTo(one.calls("cuvidDecodePicture") + ofTheFile);
    }

    /** As a driver whose parser tells something else than it is believed to tell would. */
    @Test
    void aGpuThatGivesAnotherPictureIsLeftAlone() throws Exception {
        Path file = video();
        MockDriver wrong = testing().set("MOCK_LEAVE_OUT", "7");
        Run automatic = wrong.run(GpuScenarios.class, "auto", file.toString());
        assertThat(said(automatic))
                .containsExactly("same 30 frames: 0 on the GPU, 0 created, 0 reconfigured, 0 reused, 1 on the CPU");
        Run asked = wrong.run(GpuScenarios.class, "cuda", file.toString());
        assertThat(said(asked))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode " + file + " on GPU 0 (Mock GPU A): it does not decode a known"
                        + " stream as the CPU does (self-test h264.mp4: frame ")
                .contains(" steps apart), so that its frames could be wrong; another driver may help. Use device=auto");
    }

    @Test
    void kernelsBelongToIt() throws Exception {
        Path file = video();
        Run run = testing().failing("cuModuleLoadDataEx", 218).run(GpuScenarios.class, "cuda", file.toString());
        assertThat(said(run))
                .singleElement()
                .asString()
                .startsWith("UNSUPPORTED Cannot decode")
                .contains("self-test");
    }

    @Test
    void everyCodecHasItsOwn() throws Exception {
        Path vp9 = TestVideos.make(
                folder.resolve("a.webm"),
                Spec.H264.withEncoder("libvpx-vp9", "yuv420p").withSize(160, 128));
        Path av1 = TestVideos.make(
                folder.resolve("b.mp4"),
                Spec.H264.withSize(160, 128).withGop(16, 0).withEncoder("libsvtav1", "yuv420p"));
        Run run = testing()
                .set("MOCK_CHIP", "l4")
                .run(GpuScenarios.class, "cuda", vp9.toString(), av1.toString(), video().toString());
        assertThat(said(run))
                .hasSize(3)
                .allMatch(line -> line.matches("same (\\d+) frames: \\1 on the GPU, .*, 0 on the CPU"));
    }

    /** No verdict: the video itself fails, and says why. */
    @Test
    void aGpuWithoutMemoryIsNotBlamed() throws Exception {
        Path file = video();
        Run run = testing().failing("cuvidCreateDecoder", 2).run(GpuScenarios.class, "auto", file.toString());
        assertThat(run.lines())
                .anyMatch(line -> line.startsWith("DEVICE_MEMORY Cannot decode " + file + ": Cannot make"));
    }

    @Test
    void itsReportTellsCodecByCodec() throws Exception {
        Run run = testing().run(SelfTestReport.class, "0");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines())
                .anyMatch(line -> line.matches("Self-test h264: passed, \\d+ ms"))
                .anyMatch(line -> line.matches("Self-test hevc: passed, \\d+ ms"))
                .anyMatch(line -> line.matches("Self-test vp9: passed, \\d+ ms"))
                .anyMatch(line -> line.startsWith("Self-test av1: not on this chip, "));
        Run wrong = testing().set("MOCK_LEAVE_OUT", "7").run(SelfTestReport.class, "0");
        assertThat(wrong.status()).as(wrong.text()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"h264.mp4, true", "hevc.mp4, true", "hevc10.mp4, true", "vp9.webm, false", "av1.mp4, false"})
    void everyStreamHasTwoGroupsOfPicturesAndNoTwoFramesAlike(String name, boolean reorders) throws Exception {
        byte[] bytes;
        try (InputStream resource = KnownAnswers.class.getResourceAsStream("selftest/" + name)) {
            bytes = resource.readAllBytes();
        }
        Set<ByteBuffer> pictures = new HashSet<>();
        int keyFrames = 0;
        boolean backwards = false;
        VideoOptions onCpu = VideoOptions.DEFAULT.withDevice(Device.CPU);
        try (Video video = Video.open(ByteSource.of(name, bytes), onCpu);
                FrameReader frames = video.frames(Selection.all(), Output.RGB.withFormat(FrameFormat.NATIVE))) {
            long before = Long.MIN_VALUE;
            while (frames.next()) {
                ByteBuffer pixels =
                        ByteBuffer.allocate((int) frames.image().shape().byteSize());
                frames.image().copyTo(pixels);
                pictures.add(pixels.flip());
                FrameInfo info = frames.info();
                keyFrames += info.keyFrame() ? 1 : 0;
                backwards |= info.dts() != null && info.dts() < before;
                before = info.dts() == null ? before : info.dts();
                assertThat(info.corrupt()).isFalse();
            }
            assertThat(video.stream().width() % 16).isNotZero();
            assertThat(video.stream().height() % 8).isNotZero();
        }
        assertThat(pictures).hasSize(18);
        assertThat(keyFrames).isEqualTo(2);
        assertThat(backwards).isEqualTo(reorders);
    }
}
