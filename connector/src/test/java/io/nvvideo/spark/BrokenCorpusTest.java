package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.Corpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every damaged, encrypted, empty or misleading file of the corpus, in every mode. */
@Timeout(30)
class BrokenCorpusTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // file | frames in PERMISSIVE | in DROPMALFORMED | rows that tell of errors | what the first one says
                "audio_only_aac.mp4            |   0 |   0 | 1 | no video stream",
                "audio_only_nasa.mp3           |   0 |   0 | 1 | no video stream",
                "audio_only_opus.webm          |   0 |   0 | 1 | no video stream",
                "bad_corrupted_nal_sizes.mp4   |  49 |  29 | 1 | Cannot decode frame 30 (packet 30)",
                "bad_garbled.webm              |   0 |   0 | 1 | no video container was recognised",
                "bad_invalid_nalu.mp4          |  29 |  28 | 1 | Cannot decode frame 26 (packet 28)",
                "bad_negative_duration.mp4     |   0 |   0 | 1 | has no frame",
                "bad_truncated_1080i.mts       |   0 |   0 | 1 | frame 0",
                "bad_truncated_vp8_17Gs.webm   |   0 |   0 | 1 | has no frame",
                "bad_unknown_codec.mp4         |   0 |   0 | 1 | no decoder for codec 'zzzz'",
                "bad_vp9_12336x12336.webm      |   0 |   0 | 1 | it claims pictures of 12336x12336",
                "bad_vp9_decode_error_midway.webm | 122 | 122 | 1 | Cannot decode frame 0 (packet 0)",
                "bad_vp9_zero_dimensions.mp4   |  19 |   5 | 1 | Cannot decode frame 5 (packet 5)",
                "bad_zero_length.webm          |   0 |   0 | 1 | the file is empty",
                "bad_zero_timescale.mp4        |   0 |   0 | 1 | is ever shown",
                "cmaf_media_segment_only.m4s   |   0 |   0 | 1 | no video container was recognised",
                "dnxhd_timecode_truncated.mxf  |   0 |   0 | 1 | has no frame",
                "enc_cenc_1frame_1080p.mp4     |   0 |   0 | 1 | its samples are encrypted",
                "gen_truncated_60pct_faststart.mp4 | 30 | 30 | 2 | Cannot decode frame 30 (packet 30)",
                "gen_zero_length.mp4           |   0 |   0 | 1 | the file is empty",
            })
    void whatCanBeReadIsReadAndTheRestIsTold(String name, int frames, int undamaged, int errors, String reason) {
        Path file = Corpus.video(name);
        List<Row> rows = frames(file, "PERMISSIVE");
        assertThat(rows.stream().filter(row -> row.getAs("data") != null)).hasSize(frames);
        assertThat(rows.stream().map(row -> row.<String>getAs("error")).filter(Objects::nonNull))
                .hasSize(errors)
                .allMatch(error -> error.contains(name))
                .first()
                .asString()
                .contains(reason);
        assertThat(frames(file, "DROPMALFORMED"))
                .hasSize(undamaged)
                .allMatch(row -> row.getAs("data") != null && row.getAs("error") == null);
        assertThatThrownBy(() -> frames(file, "FAILFAST"))
                .hasStackTraceContaining("io.nvvideo.VideoException")
                .hasStackTraceContaining(name)
                .hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"gen_truncated_60pct.ts, 31, 30", "h264_error_I_P.264, 6, 1"})
    void whatTheDecoderGuessedIsMarked(String name, int frames, int undamaged) {
        Path file = Corpus.video(name);
        assertThat(frames(file, "PERMISSIVE"))
                .hasSize(frames)
                .allMatch(row -> row.getAs("error") == null)
                .filteredOn(row -> row.<Boolean>getAs("is_corrupt"))
                .hasSize(frames - undamaged);
        assertThat(frames(file, "DROPMALFORMED")).hasSize(undamaged);
        assertThatThrownBy(() -> frames(file, "FAILFAST"))
                .hasStackTraceContaining("Cannot read frame " + (name.endsWith(".ts") ? 30 : 0) + " of ")
                .hasStackTraceContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "bad_mdat_too_long.mp4, 30",
        "bad_missing_stsd_audio.mp4, 30",
        "h264_lost_P_BA_MW_D.264, 99",
        "vvc_320x180.mp4, 120"
    })
    void whatDoesNotHarmTheVideoIsNoError(String name, int frames) {
        assertThat(frames(Corpus.video(name), "FAILFAST")).hasSize(frames);
    }

    private static List<Row> frames(Path file, String mode) {
        return LocalSpark.session()
                .read()
                .format("nvvideo")
                .option("mode", mode)
                .load(file.toString())
                .select("path", "frame_index", "is_corrupt", "data", "error")
                .collectAsList();
    }
}
