package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The {@code videos} view of the whole corpus, in one query, against the manifest that ffprobe 5.1.9 made of it. */
class ManifestTest {
    private static final String NONE = "-";
    private static final String DAMAGED = "the index counts what the file lists; the decoder cannot read all of it";
    private static final String NOT_SHOWN = "the key packet is one that the edit list takes out, so no frame is one";
    private static final String VARIABLE = "distances between frames differ by more than the rounding of a tick";
    private static final String FFMPEG_8 = "FFmpeg 8 finds another value than 5.1 did";

    /** File and column (a pattern), and why the manifest is not what is right. */
    private static final Map<String, String> OTHER_VALUES = Map.ofEntries(
            Map.entry("(gen_)?vp8_.* profile", "ffprobe writes a number where the profile has no name"),
            Map.entry("vvc_320x180.mp4 (codec|pix_fmt|has_b_frames)", "FFmpeg 8 has a decoder, 5.1 had none"),
            Map.entry("bad_unknown_codec.mp4 codec", "unknown, which is null here; codec_tag tells the four letters"),
            Map.entry("h264_hflip_fourcolors.mp4 rotation", "a mirrored picture, which an angle cannot tell"),
            Map.entry("bad_(corrupted_nal_sizes|invalid_nalu|vp9_zero_dimensions).mp4 nb_frames", DAMAGED),
            Map.entry("bad_vp9_decode_error_midway.webm nb_frames", DAMAGED),
            Map.entry("gen_truncated_60pct_faststart.mp4 (nb_frames|key_packets)", DAMAGED),
            Map.entry(
                    "bad_vp9_decode_error_midway.webm pix_fmt",
                    "FFmpeg 8 refuses the damaged header of its first frame"),
            Map.entry("(h264_editlist_only_preroll_sync|enc_cenc_1frame_1080p).mp4 key_packets", NOT_SHOWN),
            Map.entry("bad_zero_timescale.mp4 (key_packets|vfr)", NOT_SHOWN),
            Map.entry("h264_(box_webcam_mp2|irregular_pts_518x488|no_edts|phone_portrait_4k60).mp4 vfr", VARIABLE),
            Map.entry("(h264_start_3600s.ts|hevc_motionphoto_two_topshots.mp4|mpeg4_mp3.avi) vfr", VARIABLE),
            Map.entry("mpeg1_mp2.mpg vfr", "the manifest looks at stored times only, which most frames have not"),
            Map.entry("(h264_ipcm_qcif.264|hevc_hdr10plus_multimsg_sei_4k.hevc) avg_fps", FFMPEG_8),
            Map.entry("(bad_truncated_1080i.mts|mpeg1_mp2.mpg) (r_fps|field_order)", FFMPEG_8),
            Map.entry("av1_tiny_64x64.mp4 sar", FFMPEG_8),
            Map.entry("prores_422_180x144.mov colour", "FFmpeg 8 decodes no frame for it; the container says nothing"));

    /** Files of which no stream can be listed, and what their one row says. */
    private static final Map<String, String> ERRORS = Map.of(
            "audio_only_aac.mp4", "it has no video stream",
            "audio_only_nasa.mp3", "it has no video stream",
            "audio_only_opus.webm", "it has no video stream",
            "bad_garbled.webm", "no video container was recognised",
            "bad_zero_length.webm", "the file is empty",
            "cmaf_media_segment_only.m4s", "no video container was recognised",
            "gen_zero_length.mp4", "the file is empty");

    /** Column of the manifest and what the view says, both as the manifest writes it. */
    private static Map<String, String> facts(Row row) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("container", text(row.getAs("format_name")));
        facts.put("codec", text(row.getAs("codec")));
        facts.put("profile", text(row.getAs("profile")));
        facts.put("pix_fmt", text(row.getAs("pixel_format")));
        facts.put("width", text(row.getAs("width")));
        facts.put("height", text(row.getAs("height")));
        facts.put("avg_fps", ratio(row.getAs("avg_frame_rate"), "/", "0/0"));
        facts.put("r_fps", ratio(row.getAs("r_frame_rate"), "/", "0/0"));
        facts.put("nb_frames", text(row.getAs("num_frames")));
        facts.put("key_packets", text(row.getAs("num_key_frames")));
        facts.put("time_base", ratio(row.getAs("time_base"), "/", NONE));
        facts.put("sar", ratio(row.getAs("sample_aspect_ratio"), ":", NONE));
        facts.put("rotation", text(row.getAs("rotation")));
        facts.put("field_order", text(row.getAs("field_order")));
        facts.put("has_b_frames", text(row.getAs("has_b_frames")));
        facts.put("vfr", Boolean.TRUE.equals(row.getAs("is_vfr")) ? "yes" : "no");
        facts.put(
                "colour",
                String.join(
                        "/",
                        text(row.getAs("color_range")),
                        text(row.getAs("color_space")),
                        text(row.getAs("color_transfer")),
                        text(row.getAs("color_primaries"))));
        return facts;
    }

    private static String text(Object value) {
        return value == null ? NONE : value.toString();
    }

    private static String ratio(Row ratio, String separator, String unknown) {
        return ratio == null ? unknown : ratio.getInt(0) + separator + ratio.getInt(1);
    }

    /** What a line of the manifest says, in the terms of the view. */
    private static String wanted(String column, String value) {
        if (column.equals("rotation")) {
            // ffprobe's angle is counterclockwise.
            return value.equals(NONE) ? "0" : Integer.toString(Math.floorMod(-Integer.parseInt(value), 360));
        }
        return value;
    }

    @Test
    @Timeout(300)
    void everyStreamHasTheRowThatTheManifestTellsOf() throws IOException {
        Corpus.requireCorpus();
        Map<String, List<Row>> rows = LocalSpark.session()
                .read()
                .format("nvvideo")
                .option("view", "videos")
                .option("mode", "PERMISSIVE")
                .load(Corpus.folder().resolve("videos").toString())
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(row -> {
                    String path = row.getAs("path");
                    return path.substring(path.lastIndexOf('/') + 1);
                }));
        List<String> lines = Files.readAllLines(Corpus.folder().resolve("MANIFEST.tsv"));
        List<String> names = List.of(lines.get(0).split("\t"));
        List<String> differences = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> manifest = new HashMap<>();
            String[] values = line.split("\t", -1);
            for (int i = 0; i < values.length; i++) {
                manifest.put(names.get(i), values[i].strip());
            }
            String file = manifest.get("file").substring("videos/".length());
            List<Row> ours = rows.get(file);
            assertThat(ours).as(file).isNotNull();
            if (ERRORS.containsKey(file)) {
                assertThat(ours).singleElement().satisfies(row -> {
                    assertThat(row.<Integer>getAs("stream_index")).isNull();
                    assertThat(row.<String>getAs("error")).contains(file).contains(ERRORS.get(file));
                });
                continue;
            }
            int pictures = Integer.parseInt(manifest.get("attached_pics"));
            assertThat(ours)
                    .as("streams of %s, cover art left out", file)
                    .hasSize(Integer.parseInt(manifest.get("n_video_streams")) - pictures)
                    .allMatch(row -> row.getAs("error") == null);
            facts(ours.get(0)).forEach((column, fact) -> {
                String wanted = wanted(column, manifest.get(column));
                if (!wanted.equals("N/A") && !wanted.equals(fact)) {
                    differences.add(file + " " + column + ": " + fact + ", not " + wanted);
                }
            });
        }
        assertThat(lines).hasSize(rows.size() + 1).hasSizeGreaterThan(180);
        assertThat(differences)
                .filteredOn(
                        told -> OTHER_VALUES.keySet().stream().noneMatch(known -> told.substring(0, told.indexOf(": "))
                                .matches(known)))
                .isEmpty();
    }
}
