package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample of a video track (time, whether it is a key frame, size) against the dumps of AndroidX' extractors. */
class CorpusSamplesTest {
    private static final Pattern SAMPLE =
            Pattern.compile("time = (-?[0-9]+)\\s+flags = ([0-9]+)\\s+data = length ([0-9]+)");

    /** Why a sample as AndroidX hands it on is not as large as the one in the file. */
    private static final Map<String, String> OTHER_SIZES = Map.of(
            "avif_still_1x1.avif", "AndroidX takes the whole file for the picture",
            "h264_2byte_nal_length.mp4", "AndroidX makes start codes of four bytes of lengths of two");

    private record Sample(long microseconds, boolean key, int size) {}

    static Stream<String> dumps() throws IOException {
        return Corpus.folder() == null
                ? Stream.of("no corpus")
                : Corpus.references("androidx-extractordumps", ".dump").stream();
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void samplesAreThoseOfTheReference(String name) throws IOException {
        Corpus.requireCorpus();
        List<Sample> wanted = wanted(name);
        List<Sample> samples = new ArrayList<>();
        try (Video video = new CorpusStream(name, -1).open()) {
            FrameIndex index = video.index();
            PacketTable packets = index.packets();
            for (int p = 0; p < packets.count(); p++) {
                long us = Math.round(index.timeBase().seconds(packets.pts(p)) * 1e6);
                samples.add(new Sample(us, packets.isKey(p), packets.size(p)));
            }
        }
        assertThat(samples).hasSameSizeAs(wanted).isNotEmpty();
        // Broadcast streams begin at any time; AndroidX makes them begin at 0.
        boolean fromZero = name.endsWith(".ts") || name.endsWith(".ps");
        long shift = fromZero ? samples.get(0).microseconds - wanted.get(0).microseconds : 0;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            assertThat(sample.microseconds - shift)
                    .as("time of sample %s, to the microsecond that AndroidX rounds", i)
                    .isCloseTo(wanted.get(i).microseconds, within(1L));
            assertThat(sample.key).as("key flag of sample %s", i).isEqualTo(wanted.get(i).key);
            if (!OTHER_SIZES.containsKey(name)) {
                assertThat(sample.size).as("size of sample %s", i).isEqualTo(wanted.get(i).size);
            }
        }
    }

    /** The samples of the first track that is a video. */
    private static List<Sample> wanted(String name) throws IOException {
        Path file = Corpus.folder().resolve("reference/androidx-extractordumps").resolve(name + ".dump");
        for (String track : Files.readString(file).split("(?m)^track ")) {
            if (track.contains("sampleMimeType = video/") || track.contains("sampleMimeType = image/")) {
                List<Sample> samples = new ArrayList<>();
                Matcher matcher = SAMPLE.matcher(track);
                while (matcher.find()) {
                    boolean key = (Integer.parseInt(matcher.group(2)) & 1) != 0;
                    samples.add(new Sample(Long.parseLong(matcher.group(1)), key, Integer.parseInt(matcher.group(3))));
                }
                return samples;
            }
        }
        throw new IllegalStateException("no video track in " + file);
    }
}
