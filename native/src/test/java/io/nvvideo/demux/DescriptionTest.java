package io.nvvideo.demux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.bitstream.NalUnits;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.Container;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a file by its header and the beginnings of its packets is what FFmpeg finds by decoding its first pictures. */
class DescriptionTest {
    /** Why the beginnings of these files are not enough; they are described by their first pictures, as all others once were. */
    private static final Map<String, String> IN_DOUBT = new TreeMap<>(Map.of(
            "bad_negative_duration.mp4", "the header lists no packet",
            "h264_cea608_a53_fragmented.mp4", "begins with a picture that no decoder takes alone",
            "h264_cover_art_jpeg.mp4", "the stream does not tell whether it reorders",
            "h264_no_stss_all_sync.mp4", "the stream does not tell whether it reorders",
            "h264_sef_slowmo.mp4", "the stream does not tell whether it reorders"));

    @TempDir
    Path folder;

    @Test
    void everyValueOfEveryFileIsTheOneThatCompleteProbingGives() throws IOException {
        Corpus.requireCorpus();
        List<String> differences = new ArrayList<>();
        TreeSet<String> inDoubt = new TreeSet<>();
        int described = 0;
        int byHeads = 0;
        for (Path file : corpus()) {
            Container probed = probed(file);
            assertThat(told(file) == null).as(file.toString()).isEqualTo(probed == null);
            if (probed == null) {
                continue;
            }
            described++;
            difference(file.getFileName().toString(), told(file), probed, differences);
            boolean heads = byHeads(file) != null;
            byHeads += heads ? 1 : 0;
            if (!heads && probed.formatName().startsWith("mov,")) {
                inDoubt.add(file.getFileName().toString());
            }
        }
        assertThat(differences).isEmpty();
        assertThat(inDoubt).isEqualTo(IN_DOUBT.keySet());
        assertThat(described).isGreaterThan(160);
        assertThat(byHeads).isGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource({
        "libopenh264, yuv420p, mp4, 0, '', heads",
        "libopenh264, yuv420p, mov, 0, '', heads",
        "libopenh264, yuv420p, mp4, 0, frag_keyframe+empty_moov, heads",
        "libopenh264, yuv420p, mp4, 0, frag_every_frame, heads",
        "libopenh264, yuv420p, mp4, 0, faststart, heads",
        "mpeg4, yuv420p, mp4, 2, '', heads",
        "mpeg4, yuv420p, mov, 0, '', heads",
        "mpeg4, yuv420p, mp4, 2, frag_keyframe, heads",
        "mpeg2video, yuv422p, mp4, 2, '', heads",
        "mpeg2video, yuv420p, mov, 1, '', heads",
        "mpeg1video, yuv420p, mp4, 2, '', heads",
        "libvpx-vp9, yuv420p, mp4, 0, '', heads",
        "libvpx-vp9, yuv444p, mp4, 0, '', heads",
        "libvpx, yuv420p, mkv, 0, '', packets",
        "libsvtav1, yuv420p, mp4, 0, '', heads",
        "libsvtav1, yuv420p10le, mp4, 0, '', heads",
        "libaom-av1, yuv444p, mp4, 0, '', heads",
        "libaom-av1, gray, mp4, 0, '', heads",
        "libaom-av1, gbrp, mp4, 0, '', packets",
        "prores_ks, yuv422p10le, mov, 0, '', heads",
        "prores_ks, yuva444p10le, mov, 0, '', heads",
        "dnxhd, yuv422p, mov, 0, '', heads",
        "mjpeg, yuvj420p, mov, 0, '', heads",
        "mjpeg, yuvj422p, mp4, 0, '', heads",
        "jpeg2000, yuv420p, mov, 0, '', heads",
        "png, rgb24, mov, 0, '', heads",
        "png, rgba, mov, 0, '', heads",
        "qtrle, rgb24, mov, 0, '', heads",
        "rawvideo, yuv420p, mov, 0, '', packets",
        "rawvideo, uyvy422, mov, 0, '', heads",
        "h263, yuv420p, mov, 0, '', heads",
        "ffv1, yuv420p10le, mp4, 0, '', heads",
        "cinepak, rgb24, mov, 0, '', heads",
        "mpeg4, yuv420p, avi, 0, '', packets",
        "mpeg2video, yuv420p, ts, 2, '', packets",
        "libopenh264, yuv420p, flv, 0, '', packets",
        "libopenh264, yuv420p, mkv, 0, '', packets",
        "ffv1, yuv444p, mkv, 0, '', packets"
    })
    void everyValueOfAVideoJustMadeIsTheOneThatCompleteProbingGives(
            String encoder, String format, String extension, int bFrames, String flags, String by) {
        Spec spec = spec(encoder, format, bFrames);
        List<String> differences = new ArrayList<>();
        for (Spec each : List.of(spec, spec.withTicks(n -> n * 40 + n / 3 * 40), spec.withRotation(90))) {
            Path file = TestVideos.make(
                    folder.resolve("v." + extension), flags.isEmpty() ? each : each.withMuxerOption("movflags", flags));
            difference(encoder, told(file), probed(file), differences);
            assertThat(byHeads(file) == null).isEqualTo(by.equals("packets"));
        }
        assertThat(differences).isEmpty();
    }

    /** FFmpeg takes no packet in which the length of one slice is not true. */
    @Test
    void picturesOfSeveralSlicesAreDescribedByTheBeginningOfTheFirst() throws IOException {
        for (String slices : List.of("1", "2", "16")) {
            Spec spec = new Spec(
                    "libopenh264",
                    "yuv420p",
                    1280,
                    720,
                    12,
                    6,
                    0,
                    n -> n * 40,
                    0,
                    Map.of("b", "100000000", "rc_mode", "off", "qmin", "1", "qmax", "1", "slices", slices),
                    Map.of());
            Path file = TestVideos.make(folder.resolve("sliced.mp4"), spec);
            try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
                AVPacket first = demuxer.firstPackets()[0];
                assertThat(NalUnits.split(CodecData.bytes(first.data(), first.size()), Integer.BYTES))
                        .hasSizeGreaterThanOrEqualTo(Integer.parseInt(slices));
                assertThat(first.size()).isGreaterThan(4 * PacketHeads.BYTES);
            }
            List<String> differences = new ArrayList<>();
            difference(slices, byHeads(file), probed(file), differences);
            assertThat(differences).isEmpty();
        }
    }

    private static Spec spec(String encoder, String format, int bFrames) {
        Spec spec = Spec.MPEG4.withEncoder(encoder, format).withFrames(20).withGop(10, bFrames);
        return switch (encoder) {
            case "h263" -> spec.withSize(176, 144);
            case "dnxhd" ->
                new Spec(encoder, format, 256, 144, 4, 1, 0, spec.ticks(), 0, Map.of("profile", "dnxhr_sq"), Map.of());
            default -> spec;
        };
    }

    /** Null if there is any doubt. */
    private static Container byHeads(Path file) {
        try (Demuxer demuxer = Demuxer.openHeader(ByteSource.of(file), () -> false)) {
            return HeaderProbe.isPossible(demuxer) ? HeaderProbe.describe(demuxer) : null;
        }
    }

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(Corpus.folder().resolve("videos"))) {
            return files.sorted().toList();
        }
    }

    /** Null if it cannot be opened. */
    private static Container told(Path file) {
        try (Video video = Video.open(file)) {
            return video.container();
        } catch (VideoException e) {
            return null;
        }
    }

    /** By decoding the first pictures, whole. */
    private static Container probed(Path file) {
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            return demuxer.describe();
        } catch (VideoException e) {
            return null;
        }
    }

    private static void difference(String where, Object told, Object probed, List<String> differences) {
        if (Objects.equals(told, probed)) {
            return;
        }
        try {
            if (told instanceof Record && probed != null && told.getClass() == probed.getClass()) {
                for (RecordComponent part : told.getClass().getRecordComponents()) {
                    difference(
                            where + "." + part.getName(),
                            part.getAccessor().invoke(told),
                            part.getAccessor().invoke(probed),
                            differences);
                }
                return;
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        if (told instanceof List<?> these && probed instanceof List<?> those && these.size() == those.size()) {
            for (int i = 0; i < these.size(); i++) {
                difference(where + "[" + i + "]", these.get(i), those.get(i), differences);
            }
            return;
        }
        differences.add(where + " is told as " + told + ", probed as " + probed);
    }
}
