package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pictures of real video have to be decoded, and what becomes of those that are not. */
class NvdecPicturesTest {
    private static final Pattern COUNTS = Pattern.compile(
            "sequences (\\d+), pictures (\\d+), left out (\\d+), same (\\d+), different (\\d+), garbage (\\d+), damaged (\\d+)");

    @TempDir
    private Path folder;

    private record Counts(
            int sequences, int pictures, int leftOut, int same, int different, int garbage, int damaged) {}

    private static Run run(String scenario, Path file) throws Exception {
        return run(MockDriver.decoding(), scenario, file);
    }

    private static Run run(MockDriver driver, String scenario, Path file) throws Exception {
        Run run = driver.run(NvdecPictures.class, scenario, file.toString());
        assertThat(run.status()).as(run.text()).isZero();
        for (String kind : List.of("parsers", "decoders", "memory", "host memory", "streams")) {
            assertThat(run.calls()).containsEntry("open " + kind, 0);
        }
        return run;
    }

    private static Counts counts(Run run) {
        Matcher counts = COUNTS.matcher(run.lines().get(run.lines().size() - 1));
        assertThat(counts.matches()).as(run.text()).isTrue();
        int[] n = new int[8];
        for (int i = 1; i < n.length; i++) {
            n[i] = Integer.parseInt(counts.group(i));
        }
        return new Counts(n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }

    private Path withB() {
        return TestVideos.make(folder.resolve("b.mp4"), Spec.MPEG4);
    }

    @Test
    void picturesThatNothingRefersToCanBeLeftOut() throws Exception {
        // Every third frame is no B-frame, and so is the last one.
        assertThat(counts(run("others", withB()))).isEqualTo(new Counts(1, 50, 32, 18, 0, 32, 0));
    }

    @Test
    void soItIsInAPyramidOfH264() throws Exception {
        Counts counts = counts(run("others", Corpus.video("h264_bpyramid_3b.mp4")));
        assertThat(counts.pictures()).isEqualTo(120);
        assertThat(counts.different()).isZero();
        assertThat(counts.leftOut()).isEqualTo(counts.garbage()).isBetween(40, 80);
        assertThat(counts.same()).isEqualTo(120 - counts.leftOut());
    }

    @Test
    void aReferenceThatIsLeftOutShowsInThoseThatReferToIt() throws Exception {
        Counts counts = counts(run("reference", withB()));
        assertThat(counts.leftOut()).isEqualTo(1);
        assertThat(counts.garbage()).isEqualTo(1);
        // Up to the next key frame, and no further.
        assertThat(counts.different()).isBetween(5, 12);
        assertThat(counts.same()).isEqualTo(49 - counts.different());
    }

    @Test
    void aParserBeginsAnewAfterItsEnd() throws Exception {
        assertThat(counts(run("again", withB()))).isEqualTo(new Counts(2, 100, 0, 100, 0, 0, 0));
        Path h264 = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(counts(run("again", h264))).isEqualTo(new Counts(2, 60, 0, 60, 0, 0, 0));
    }

    @Test
    void moreSurfacesThanThereAreCannotBeMapped() throws Exception {
        Run run = run("maps", TestVideos.make(folder.resolve("a.mp4"), Spec.H264.withFrames(1)));
        assertThat(run.lines().get(0)).isEqualTo("after 2: INTERNAL");
        assertThat(counts(run)).isEqualTo(new Counts(1, 1, 0, 1, 0, 0, 0));
    }

    @Test
    void damageIsTold() throws Exception {
        Counts counts = counts(run("damage", TestVideos.make(folder.resolve("a.mp4"), Spec.H264)));
        assertThat(counts.damaged()).isPositive();
        // Packet 5 and what refers to it, up to the key frame at 10.
        assertThat(counts.different()).isEqualTo(5);
        assertThat(counts.same()).isEqualTo(25);
    }

    /** Who holds pictures back, so that the hardware decodes while one is taken, is the stream: the parser does it beyond headers. */
    @Test
    void theParserHoldsNothingBack() throws Exception {
        Path h264 = TestVideos.make(folder.resolve("a.mp4"), Spec.H264);
        assertThat(run("native", h264).lines()).contains("further pictures before one is due {0=30}");
        assertThat(run("low", h264).lines()).contains("further pictures before one is due {0=30}");
    }

    /** As NVIDIA's parser does, so that a test notices who relies on them. */
    @Test
    void timesThatAreNotInPresentationOrderComeWithOtherPictures() throws Exception {
        assertThat(run("times", withB()).lines()).contains("times of others 48");
        assertThat(run("times", TestVideos.make(folder.resolve("a.mp4"), Spec.H264))
                        .lines())
                .contains("times of others 0");
    }

    /** Frames of AV1 are decoded before others that are shown first, and shown by a header of their own. */
    @Test
    void hiddenFramesAreShownWhenAHeaderSaysSo() throws Exception {
        Path av1 = TestVideos.make(
                folder.resolve("a.mkv"),
                Spec.H264.withEncoder("libsvtav1", "yuv420p").withSize(160, 128).withGop(16, 0));
        Run run = run(MockDriver.decoding().set("MOCK_CHIP", "l4"), "low", av1);
        assertThat(run.text()).containsPattern("further pictures before one is due .0=\\d+, 1=\\d+");
        assertThat(counts(run)).isEqualTo(new Counts(1, 30, 0, 30, 0, 0, 0));
    }

    /** A packet that ends a picture holds one, so each field has to be fed alone. */
    @Test
    void bothFieldsOfAPacketAreDecodedAlsoWhenItEndsAPicture() throws Exception {
        Path fields = Corpus.video("h264_paff_field_HCAFF1.264");
        Run run = MockDriver.decoding().run(NvdecFields.class, fields.toString());
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.lines()).contains("frames 10, same 10, different 0");
        // Six frames, and four of two fields.
        assertThat(run.calls("cuvidDecodePicture")).isEqualTo(14);
    }

    @Test
    void aSessionWithFewerSurfacesThanTheStreamNeedsEndsTheProcess() throws Exception {
        Run run = MockDriver.decoding().run(NvdecPictures.class, "surfaces", withB().toString());
        assertThat(run.status()).isEqualTo(99);
        assertThat(run.text()).contains("fewer surfaces than the stream and the display delay need");
    }

    @Test
    void whatNvidiasDriverIsUndefinedForEndsTheProcess() throws Exception {
        Path h264 = TestVideos.make(folder.resolve("a.mp4"), Spec.H264.withFrames(1));
        Run run = MockDriver.decoding().run(NvdecPictures.class, "misuse", h264.toString());
        assertThat(run.status()).isEqualTo(99);
        assertThat(run.text()).contains("mock decoder: cuvidReconfigureDecoder: outside of the sequence callback");
    }
}
