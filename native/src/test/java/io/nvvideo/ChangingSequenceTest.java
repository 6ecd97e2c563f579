package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Decoded.Picture;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.decode.nvdec.StreamPackets;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose sequences differ show every frame of each as if each were read alone. */
class ChangingSequenceTest {
    private static final int FRAMES = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"mpeg2video,0,1", "mpeg2video,2,1", "mpeg2video,2,3", "mpeg1video,2,1"})
    void noFrameIsLostWhereTheSizeChanges(String encoder, int bFrames, int threads) throws IOException {
        Spec spec =
                Spec.MPEG4.withEncoder(encoder, "yuv420p").withFrames(FRAMES).withGop(FRAMES, bFrames);
        String extension = encoder.equals("mpeg1video") ? ".m1v" : ".m2v";
        byte[] small = Files.readAllBytes(TestVideos.make(folder.resolve("small" + extension), spec));
        byte[] large =
                Files.readAllBytes(TestVideos.make(folder.resolve("large" + extension), spec.withSize(176, 144)));
        areShown(threads, List.of(small, large, small));
    }

    /** The last ones before another sequence are shown when that has begun. */
    @ParameterizedTest
    @CsvSource({
        "h264,h264_cabac_B_640x320.264,1",
        "h264,h264_cabac_B_640x320.264,3",
        "hevc,hevc_main_bframes_480p.mp4,1",
        "hevc,hevc_main_bframes_480p.mp4,3"
    })
    void framesHaveTheColoursOfTheirOwnSequence(String codec, String whole, int threads) throws IOException {
        String colours = codec + "_metadata=matrix_coefficients=%d:transfer_characteristics=1";
        byte[] bt2020 = joined(StreamPackets.all(Corpus.video(whole), codec, colours.formatted(9)));
        byte[] untagged = joined(StreamPackets.all(Corpus.video(whole), codec, colours.formatted(2)));
        List<String> alone = rgb(Files.write(folder.resolve("untagged." + codec), untagged), 1, Selection.all());
        List<String> right = new ArrayList<>(alone);
        right.addAll(rgb(Files.write(folder.resolve("bt2020." + codec), bt2020), 1, Selection.all()));
        right.addAll(alone);
        assertThat(right.subList(alone.size(), right.size())).isNotEqualTo(alone);
        Path file = Files.write(folder.resolve("all." + codec), joined(List.of(untagged, bt2020, untagged)));
        assertThat(rgb(file, threads, Selection.all())).isEqualTo(right);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static List<String> rgb(Path file, int threads, Selection selection) {
        VideoOptions options = VideoOptions.DEFAULT.withDevice(Device.CPU).withDecodeThreads(threads);
        try (Video video = Video.open(ByteSource.of(file), options)) {
            return Decoded.of(video, selection, Output.RGB).values().stream()
                    .map(Picture::md5)
                    .toList();
        }
    }

    private void areShown(int threads, List<byte[]> parts) throws IOException {
        List<String> right = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            right.addAll(shown(Files.write(folder.resolve("part.m2v"), part), 1));
            joined.writeBytes(part);
        }
        assertThat(right).hasSize(parts.size() * FRAMES);
        assertThat(shown(Files.write(folder.resolve("joined.m2v"), joined.toByteArray()), threads))
                .isEqualTo(right);
    }

    private static List<String> shown(Path file, int threads) {
        VideoOptions options = VideoOptions.DEFAULT.withDevice(Device.CPU).withDecodeThreads(threads);
        try (Video video = Video.open(ByteSource.of(file), options)) {
            return Decoded.of(video, Selection.all()).values().stream()
                    .map(Picture::md5)
                    .toList();
        }
    }
}
