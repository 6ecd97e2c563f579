package io.nvvideo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nvvideo.compat.Cell.Truth;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every video against what another decoder made of it. */
class TruthTest {
    static List<Truth> truths() {
        return Cell.truths();
    }

    @ParameterizedTest
    @MethodSource("truths")
    void nativeBytesOfAllFramesAreTheTruth(Truth truth) throws NoSuchAlgorithmException {
        List<Row> rows = Cell.read(truth.path(), "frameFormat", "native", "maxBatchBytes", "1m")
                .select("frame_index", "data")
                .orderBy("frame_index")
                .collectAsList();
        assertThat(rows).hasSize((int) truth.frames());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        rows.forEach(row -> digest.update(row.<byte[]>getAs(1)));
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(truth.sha256());
    }

    @ParameterizedTest
    @MethodSource("truths")
    void rgbHasTheColoursOfTheTruth(Truth truth) {
        List<Row> rows = Cell.read(truth.path())
                .select("width", "height", "channels", "pixel_format", "data")
                .collectAsList();
        long[] sums = new long[3];
        long pixels = 0;
        for (Row row : rows) {
            byte[] data = row.getAs("data");
            assertThat(data.length).isEqualTo(row.getInt(0) * row.getInt(1) * row.getInt(2));
            assertThat(row.getString(3)).isEqualTo("rgb24");
            for (int i = 0; i < data.length; i++) {
                sums[i % 3] += data[i] & 0xFF;
            }
            pixels += data.length / 3;
        }
        assertThat(pixels).isEqualTo(truth.frames() * 320 * 180);
        for (int i = 0; i < 3; i++) {
            // The other decoder's conversion rounds down and sites chroma otherwise.
            assertThat((double) sums[i] / pixels).isCloseTo(truth.meanRgb().get(i), within(2.5));
        }
    }

    @ParameterizedTest
    @MethodSource("truths")
    void theInventoryCountsTheFrames(Truth truth) {
        Row row = Cell.read(truth.path(), "view", "videos")
                .select("num_frames", "length", "avg_frame_rate.den", "error")
                .first();
        assertThat(row.getLong(0)).isEqualTo(truth.frames());
        assertThat(row.getLong(1)).isEqualTo(truth.path().toFile().length());
        assertThat(row.getInt(2)).isPositive();
        assertThat(row.isNullAt(3)).isTrue();
    }
}
