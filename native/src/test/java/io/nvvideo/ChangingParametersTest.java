package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.cuda.MockDriver;
import io.nvvideo.decode.nvdec.StreamPackets;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams that bring other parameter sets under the same numbers in their middle, once each: three groups of pictures, of which the
 * first one brings the sets, and two more that show less of their pictures.
 */
class ChangingParametersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "h264,raw.264,,1",
        "h264,a.mp4,avc3,1",
        "h264,a.mp4,avc3,3",
        "h264,a.mp4,avc1,1",
        "h264,a.mkv,,1",
        "hevc,raw.265,,1",
        "hevc,a.mp4,hev1,1",
        "hevc,a.mp4,hev1,3",
        "hevc,a.mkv,,1",
    })
    void aFrameIsTheSameWhateverWasReadBefore(String codec, String container, String tag, int threads)
            throws IOException {
        List<byte[]> group = group(codec);
        Path raw = changing(codec, group, folder.resolve("raw." + codec));
        Path file = container.startsWith("raw") ? raw : Remux.make(raw, folder.resolve(container), tag);
        int size = group.size();
        Map<Integer, Picture> right;
        try (Video video = open(raw, 1)) {
            right = Decoded.of(video, Selection.all());
        }
        assertThat(right).hasSize(5 * size);
        assertThat(right.get(2 * size).md5()).isEqualTo(right.get(0).md5());
        assertThat(right.get(4 * size).md5())
                .isEqualTo(right.get(3 * size).md5())
                .isNotEqualTo(right.get(0).md5());
        try (Video video = open(file, threads)) {
            for (int frame : jumps(size)) {
                assertThat(Decoded.of(video, Selection.indices(frame)).get(frame))
                        .as("frame " + frame)
                        .isNotNull()
                        .extracting(Picture::md5)
                        .isEqualTo(right.get(frame).md5());
            }
        }
    }

    /** Frames back and forth, of five groups. */
    static int[] jumps(int group) {
        return new int[] {
            0, 3 * group, group, 4 * group, 2 * group + 2, 0, 4 * group + 1, 3 * group, group + 1, 2 * group, 4 * group
        };
    }

    @ParameterizedTest
    @CsvSource({
        "h264,raw.264,,nvdec",
        "h264,a.mp4,avc3,nvdec",
        "h264,a.mkv,,nvdec",
        "h264,a.mp4,avc3,cuvid",
        "hevc,raw.265,,nvdec",
        "hevc,a.mp4,hev1,nvdec",
        "hevc,a.mkv,,nvdec",
        "hevc,a.mp4,hev1,cuvid",
    })
    void gpusShowTheSame(String codec, String container, String tag, String decoder) throws Exception {
        List<byte[]> group = group(codec);
        Path raw = changing(codec, group, folder.resolve("raw." + codec));
        Path file = container.startsWith("raw") ? raw : Remux.make(raw, folder.resolve(container), tag);
        MockDriver.Run run = MockDriver.decoding()
                .jvm("-Dframes=" + group.size())
                .jvm("-Dnvvideo.cuda.decoder=" + decoder)
                .run(GpuScenarios.class, "jumps", file.toString());
        assertThat(run.lines()).as(run.text()).contains("others [], 0 on the CPU");
    }

    private static Video open(Path file, int threads) {
        return Video.open(
                ByteSource.of(file), VideoOptions.DEFAULT.withDevice(Device.CPU).withDecodeThreads(threads));
    }

    private List<byte[]> group(String codec) {
        return StreamPackets.all(whole(codec), codec, "null");
    }

    private Path whole(String codec) {
        return codec.equals("hevc")
                ? Corpus.video("hevc_annexb_webcodecs.h265")
                : TestVideos.make(
                        folder.resolve("group.h264"), Spec.H264.withFrames(10).withGop(10, 0));
    }

    private Path changing(String codec, List<byte[]> group, Path to) throws IOException {
        Path whole = whole(codec);
        String withoutSets = "filter_units=remove_types=" + (codec.equals("hevc") ? "32-34" : "7-8");
        List<byte[]> bare = StreamPackets.all(whole, codec, withoutSets);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        group.forEach(all::writeBytes);
        bare.forEach(all::writeBytes);
        bare.forEach(all::writeBytes);
        StreamPackets.all(whole, codec, codec + "_metadata=crop_right=16").forEach(all::writeBytes);
        bare.forEach(all::writeBytes);
        return Files.write(to, all.toByteArray());
    }
}
