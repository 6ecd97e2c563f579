package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packet of real videos, and how long its frame is shown, against the lists that ffprobe 5.1.9 made of them. */
class CorpusPacketsTest {
    private static final String HEVC_ZERO_BYTE =
            "the zero byte before a start code belongs to the packet before now (H.265, B.2.2)";
    private static final String AVI_EMPTY_CHUNKS = "empty chunks repeat a frame; the reference counts the first chunk";
    private static final String NO_DURATION = "the file stores none, and the reference invents one tick";
    private static final String DECODING_TIME =
            "the file stores decoding times, which are not how long frames are shown";

    /**
     * A line of a list.
     *
     * @param pts null if the container has none
     * @param dts null if the container has none
     * @param duration 0 if ffprobe knows none
     */
    private record Listed(Long pts, Long dts, long duration, int size, boolean key, boolean discarded) {
        static Listed of(String line) {
            String[] fields = line.split(",");
            return new Listed(
                    ticks(fields[0]),
                    ticks(fields[1]),
                    fields[2].equals("N/A") ? 0 : Long.parseLong(fields[2]),
                    Integer.parseInt(fields[3]),
                    fields[4].indexOf('K') >= 0,
                    fields[4].indexOf('D') >= 0);
        }

        private static Long ticks(String text) {
            return text.equals("N/A") ? null : Long.valueOf(text);
        }

        Listed withoutDuration() {
            return new Listed(pts, dts, 0, size, key, discarded);
        }

        Listed withoutSize() {
            return new Listed(pts, dts, duration, 0, key, discarded);
        }

        Listed withoutKey() {
            return new Listed(pts, dts, duration, size, false, discarded);
        }
    }

    /** Why FFmpeg 8 cuts the bytes of a stream into other packets than FFmpeg 5.1 did. */
    private static final Map<String, String> OTHER_SIZES = Map.of(
            "gen_animated.gif", "the byte that ends the file is part of the last packet now",
            "hevc_annexb_webcodecs.h265", HEVC_ZERO_BYTE,
            "hevc_hdr10plus_injected_dts.hevc", HEVC_ZERO_BYTE,
            "hevc_hdr10plus_sei.hevc", HEVC_ZERO_BYTE,
            "hevc_main_480p.ts", HEVC_ZERO_BYTE,
            "hevc_portrait_hls_aac.ts", HEVC_ZERO_BYTE,
            "hevc_sei_golden_1080p50.265", HEVC_ZERO_BYTE);

    /** Why what the reference says of a frame's duration is not how long it is shown. */
    private static final Map<String, String> OTHER_DURATIONS = Map.ofEntries(
            Map.entry("cinepak_tree.avi", AVI_EMPTY_CHUNKS),
            Map.entry("mpeg4_mp3.avi", AVI_EMPTY_CHUNKS),
            Map.entry("gen_mpeg2_480i_tff.ts", "the reference has the duration of a field for that of a frame"),
            Map.entry("h264_aac.flv", NO_DURATION),
            Map.entry("h264_ac3.mkv", NO_DURATION),
            Map.entry("h264_srt_subs.mkv", NO_DURATION),
            Map.entry("hevc_motionphoto_two_topshots.mp4.stream0", "last sample of 0 ticks: the reference guesses"),
            Map.entry("hevc_ed_fragmented_360p.mp4", "a frame is missing before the last one"),
            Map.entry("h264_bt601_qt_640x428.mov", "the last sample is 1574 ticks long, as is the edit list"),
            Map.entry("h264_editlist_only_preroll_sync.mp4", "the edit list ends 0.2 ms before the last sample does"),
            Map.entry("h264_cea608_a53_fragmented.mp4", DECODING_TIME),
            Map.entry("h264_irregular_pts_518x488.mp4", DECODING_TIME),
            Map.entry("h264_no_edts.mp4", DECODING_TIME));

    static Stream<String> listedVideos() throws IOException {
        return Corpus.folder() == null
                ? Stream.of("no corpus")
                : Corpus.references("ffprobe-5.1.9-packets", ".packets.csv").stream();
    }

    @ParameterizedTest
    @MethodSource("listedVideos")
    void packetsAreThoseOfTheReference(String reference) throws IOException {
        Corpus.requireCorpus();
        List<Listed> packets = new ArrayList<>();
        try (Video video = CorpusStream.ofReference(reference).open()) {
            PacketTable table = video.index().packets();
            for (int p = 0; p < table.count(); p++) {
                packets.add(new Listed(
                        ticks(table.pts(p)),
                        ticks(table.dts(p)),
                        0,
                        table.size(p),
                        table.isKey(p),
                        table.isDiscarded(p)));
            }
        }
        UnaryOperator<Listed> compared = Listed::withoutDuration;
        if (OTHER_SIZES.containsKey(reference)) {
            compared = packet -> packet.withoutDuration().withoutSize();
            assertThat(packets.stream().mapToInt(Listed::size).sum())
                    .isCloseTo(wanted(reference).stream().mapToInt(Listed::size).sum(), within(1));
        }
        if (reference.equals("gen_truncated_60pct_faststart.mp4")) {
            // The header marks the sample that is cut off as a key frame, which ffprobe takes back.
            compared = packet -> packet.withoutDuration().withoutKey();
        }
        assertThat(packets.stream().map(compared))
                .isEqualTo(wanted(reference).stream().map(compared).toList());
    }

    @ParameterizedTest
    @MethodSource("listedVideos")
    void framesLastAsLongAsTheReferenceSays(String reference) throws IOException {
        Corpus.requireCorpus();
        List<Listed> shown = wanted(reference).stream()
                .filter(packet -> !packet.discarded() && packet.pts() != null)
                .sorted(Comparator.comparing(Listed::pts))
                .toList();
        try (Video video = CorpusStream.ofReference(reference).open()) {
            FrameIndex index = video.index();
            if (OTHER_DURATIONS.containsKey(reference) || shown.size() < index.frameCount()) {
                // Not known from the reference: at least they leave no hole.
                for (int frame = 0; frame < index.frameCount(); frame++) {
                    assertThat(index.duration(frame)).isPositive();
                }
                return;
            }
            for (int frame = 0; frame < index.frameCount(); frame++) {
                long wanted = shown.get(frame).duration();
                if (wanted > 0) {
                    assertThat(index.duration(frame))
                            .as("frame %s, to the tick that the time base rounds", frame)
                            .isCloseTo(wanted, within(1L));
                }
            }
        }
    }

    @Test
    void manyFilesWereCompared() throws IOException {
        Corpus.requireCorpus();
        assertThat(listedVideos()).hasSizeGreaterThan(160);
    }

    private static List<Listed> wanted(String reference) throws IOException {
        return Corpus.packets(reference).stream().map(Listed::of).toList();
    }

    private static Long ticks(long ticks) {
        return ticks == FrameIndex.NO_TIMESTAMP ? null : ticks;
    }
}
