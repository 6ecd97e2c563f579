package io.nvvideo.decode.nvdec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.cuda.MockDriver;
import io.nvvideo.cuda.MockDriver.Run;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parser, sessions and pool on a decoder that speaks a language of its own and is strict where NVIDIA's is undefined. */
class NvdecStreamTest {
    private static Run run(MockDriver driver, String scenario) throws IOException, InterruptedException {
        Run run = driver.run(NvdecScenarios.class, scenario);
        assertThat(run.status()).as(run.text()).isZero();
        for (String kind : List.of("parsers", "decoders", "memory", "host memory", "streams", "events", "modules")) {
            assertThat(run.calls()).containsEntry("open " + kind, 0);
        }
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(run.calls("cuvidUnmapVideoFrame64"));
        return run;
    }

    @Test
    void picturesComeInOrderWithTheirPacketsAndOnlyTheWantedOnesAreMapped() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole(), "pictures");
        assertThat(run.lines())
                .containsExactly(
                        "0: 320x237 of 10 and 10",
                        "left out 20",
                        "10: 320x237 of 11 and 11",
                        "30: 320x237 of 13 and 13, damaged");
        assertThat(run.calls("cuvidDecodePicture")).isEqualTo(4);
        assertThat(run.calls("cuvidMapVideoFrame64")).isEqualTo(3);
    }

    @Test
    void sessionsAreSharedByKindAndTheLeastRecentlyUsedOneGoes() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole(), "sharing");
        assertThat(run.lines())
                .containsExactly(
                        "first: 1 created, 0 reconfigured, 0 reused",
                        "same: 1 created, 0 reconfigured, 1 reused",
                        "other display area: 1 created, 1 reconfigured, 1 reused",
                        "display area moved: 1 created, 2 reconfigured, 1 reused",
                        "other size: 1 created, 3 reconfigured, 1 reused",
                        "larger bucket: 2 created, 3 reconfigured, 1 reused",
                        "other depth: 3 created, 3 reconfigured, 1 reused",
                        "other codec: 4 created, 3 reconfigured, 1 reused",
                        "still there: 4 created, 3 reconfigured, 2 reused",
                        "gone meanwhile: 5 created, 3 reconfigured, 2 reused");
        assertThat(run.calls("cuvidCreateDecoder")).isEqualTo(5);
        assertThat(run.calls("cuvidReconfigureDecoder")).isEqualTo(3);
        assertThat(run.calls("cuvidDestroyDecoder")).isEqualTo(5);
    }

    @Test
    void headersMayChangeInMidStream() throws IOException, InterruptedException {
        assertThat(run(MockDriver.whole(), "change").lines())
                .containsExactly(
                        "1 320x240 by one for 512",
                        "2 478x254 by one for 512",
                        "3 1280x720 by one for 1536",
                        "4 320x240 by one for 512",
                        "end: 2 created, 2 reconfigured, 0 reused");
    }

    @Test
    void nothingThatIsThrownInACallbackEndsTheProcess() throws IOException, InterruptedException {
        List<String> lines = run(MockDriver.whole(), "failures").lines();
        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "java.lang.IllegalStateException: the reader",
                        "java.lang.RuntimeException: twice",
                        "java.lang.AssertionError: an error");
        assertThat(lines.get(3))
                .isEqualTo("UNSUPPORTED Cannot decode file:/a.mp4 on GPU 0 (Mock GPU A): its decoders do not know mjpeg"
                        + " yuv420 8 bit. Use device=auto or device=cpu.");
        assertThat(lines.get(4)).contains("UNSUPPORTED ").contains("128x128 is smaller than the 144x144");
        assertThat(lines.get(5)).contains("UNSUPPORTED ").contains("do not know hevc yuv422 8 bit");
        assertThat(lines.get(6)).startsWith("CORRUPT Cannot decode file:/a.mp4: its pictures come before headers");
        assertThat(lines.get(7)).isEqualTo("fine");
        assertThat(lines.get(8)).startsWith("CANCELLED Cannot parse file:/a.mp4: the parser was closed.");
        // What a reader throws may leave a session in any state, so each of the first three had one of its own.
        assertThat(lines.get(9)).isEqualTo("end: 4 created, 0 reconfigured, 0 reused");
    }

    @Test
    void aSessionThatFailedIsNotUsedAgain() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole().failing("cuvidDecodePicture@2", 719), "recovery");
        String failure = "DEVICE_FAILED Cannot decode file:/a.mp4 (hevc of 320x240) on GPU 0 (Mock GPU A): CUDA error"
                + " 719 (719).";
        assertThat(run.lines()).hasSize(6);
        assertThat(run.lines().get(0)).isEqualTo("fine");
        assertThat(run.lines().get(2)).startsWith(failure);
        assertThat(run.lines().get(3)).isEqualTo("after: 1 created, 0 reconfigured, 1 reused");
        assertThat(run.lines().get(5)).isEqualTo("after: 2 created, 0 reconfigured, 1 reused");
    }

    @Test
    void aDamagedPacketLeavesTheSessionUsable() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole().failing("cuvidParseVideoData@2", 1), "recovery");
        assertThat(run.lines().get(2))
                .startsWith("CORRUPT Cannot parse file:/a.mp4: CUDA_ERROR_INVALID_VALUE (1). The packet is damaged;");
        assertThat(run.calls("cuvidCreateDecoder")).isEqualTo(1);
    }

    @Test
    void aPictureThatTheDriverRefusesIsDamage() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole().failing("cuvidDecodePicture@2", 1), "recovery");
        assertThat(run.lines().get(2))
                .startsWith("CORRUPT Cannot decode file:/a.mp4 (hevc of 320x240) on GPU 0 (Mock GPU A):"
                        + " CUDA_ERROR_INVALID_VALUE (1). The packet is damaged;");
        assertThat(run.calls("cuvidCreateDecoder")).isEqualTo(1);
    }

    /** Though it is the stream that asks for what the driver does not do: nobody knows what the session is set to now. */
    @Test
    void aSessionThatCouldNotBeSetAnewIsNotUsedAgain() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole().failing("cuvidReconfigureDecoder", 801), "refused");
        assertThat(run.lines()).hasSize(5);
        assertThat(run.lines().get(1))
                .startsWith("UNSUPPORTED Cannot decode file:/a.mp4: Cannot set a decoder for hevc of 320x240");
        assertThat(run.lines().get(2)).isEqualTo("fine");
        assertThat(run.lines().get(4)).isEqualTo("end: 2 created, 0 reconfigured, 0 reused");
    }

    /** Its pictures may be predicted from those before the change, which no other session has. */
    @Test
    void vp9KeepsItsSessionAsLongAsThatIsLargeEnough() throws IOException, InterruptedException {
        assertThat(run(MockDriver.whole(), "vp9").lines())
                .containsExactly(
                        "1 1280x720 by one for 1536",
                        "2 320x240 by one for 1536",
                        "3 1520x720 by one for 1536",
                        "UNSUPPORTED Cannot decode file:/a.mp4 on GPU 0 (Mock GPU A): its pictures become larger without"
                                + " a key frame. Use device=auto or device=cpu.",
                        "end: 1 created, 2 reconfigured, 0 reused");
    }

    @Test
    void aThousandStreamsOnEightThreadsLeaveNothingOpen() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole(), "thousand");
        assertThat(run.lines()).containsExactly("sessions 1000", "waited true");
        assertThat(run.calls())
                .containsEntry("cuvidCreateVideoParser", 1000)
                .containsEntry("cuvidDestroyVideoParser", 1000)
                .containsEntry("cuvidMapVideoFrame64", 2000);
        // Three at a time, of two codecs, and room for all of them.
        assertThat(run.calls("cuvidCreateDecoder")).isLessThanOrEqualTo(6).isEqualTo(run.calls("cuvidDestroyDecoder"));
        assertThat(run.calls("cuvidGetDecoderCaps")).isEqualTo(2);
    }

    @Test
    void fortyParsersAtATimeHaveTheirCallbacks() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole(), "many");
        assertThat(run.lines()).containsExactly("due 80: 40 created, 0 reconfigured, 0 reused");
    }

    @Test
    void aTaskThatIsKilledWhileItWaitsHarmsNobody() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole(), "cancel");
        assertThat(run.lines())
                .containsExactly(
                        "CANCELLED Cannot decode on GPU 0 (Mock GPU A): the task was cancelled while it waited for a"
                                + " decoder. Run it again.",
                        "interrupted true",
                        "fine",
                        "end: 1 created, 0 reconfigured, 1 reused");
    }

    @Test
    void aTaskThatIsCancelledWhileItWaitsStopsWaiting() throws IOException, InterruptedException {
        assertThat(run(MockDriver.whole(), "cancelled").lines())
                .containsExactly(
                        "waits true",
                        "CANCELLED Cannot decode on GPU 0 (Mock GPU A): the task was cancelled while it waited for a"
                                + " decoder. Run it again.",
                        "within a second true");
    }

    @Test
    void idleSessionsMakePlaceAndOnlyThenIsMemoryUsedUp() throws IOException, InterruptedException {
        Run run = run(MockDriver.whole().set("MOCK_DECODERS", "2"), "memory");
        assertThat(run.lines()).hasSize(4);
        assertThat(run.lines().subList(0, 3))
                .containsExactly("third: 3 created, 0 reconfigured, 0 reused", "fine", "fine");
        assertThat(run.lines().get(3))
                .startsWith(
                        "DEVICE_MEMORY Cannot decode file:/a.mp4: Cannot make a decoder for hevc of 320x240 on GPU 0 (Mock GPU A):")
                .contains("lower decoderCacheSize");
    }
}
