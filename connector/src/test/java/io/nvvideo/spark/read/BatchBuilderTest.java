package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.image.Image;
import io.nvvideo.image.ImageShape;
import io.nvvideo.media.AudioStream;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.Rational;
import io.nvvideo.spark.arrow.ArrowArena;
import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.Need;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private final ArrowArena arena = new ArrowArena();
    private final StructType partitions = new StructType()
            .add("camera", DataTypes.IntegerType)
            .add("price", DataTypes.createDecimalType(5, 2))
            .add("day", DataTypes.DateType)
            .add("at", DataTypes.TimestampType)
            .add("local", DataTypes.TimestampNTZType)
            .add("name", DataTypes.StringType);
    private final VideoFile file = new VideoFile(
            "file:/a%20b/x y.mp4", 7, 1_000_000, Arrays.asList(3, new BigDecimal("1.50"), 20_000, 5L, 6L, null));

    @AfterEach
    void nothingIsLeft() {
        arena.close();
        arena.close();
        assertThat(ArrowArena.liveBytes()).isZero();
    }

    @Test
    void everyKindOfColumnGetsItsValue() {
        View view = new View(options(1 << 20, 100), partitions);
        StructType wanted = view.schema().add("_metadata", View.fileMetadataType());
        ColumnarBatch batch = batch(view, wanted, frame(0, 12), frame(1, 12), error());
        var first = batch.getRow(0);
        assertThat(first.getUTF8String(0)).hasToString("file:/a%20b/x y.mp4");
        assertThat(first.getInt(1)).isEqualTo(2);
        assertThat(first.getLong(2)).isZero();
        assertThat(first.getDouble(3)).isEqualTo(0.0);
        assertThat(first.isNullAt(5)).as("dts").isTrue();
        assertThat(first.getUTF8String(7)).hasToString("1/10");
        assertThat(first.getBoolean(8)).isTrue();
        assertThat(first.getBinary(15)).containsOnly(0).hasSize(12);
        assertThat(batch.getRow(1).getBinary(15)).containsOnly(1).hasSize(12);
        int at = view.schema().fieldIndex("camera");
        assertThat(first.getInt(at)).isEqualTo(3);
        assertThat(first.getDecimal(at + 1, 5, 2)).hasToString("1.50");
        assertThat(first.getInt(at + 2)).isEqualTo(20_000);
        assertThat(first.getLong(at + 3)).isEqualTo(5);
        assertThat(first.getLong(at + 4)).isEqualTo(6);
        assertThat(first.isNullAt(at + 5)).isTrue();
        var hidden = first.getStruct(at + 6, 6);
        assertThat(hidden.getUTF8String(0)).hasToString("file:/a%2520b/x%20y.mp4");
        assertThat(hidden.getUTF8String(1)).hasToString("x%20y.mp4");
        assertThat(hidden.getLong(2)).isEqualTo(7);
        assertThat(hidden.getLong(5)).isEqualTo(1_000_000);
        var failed = batch.getRow(2);
        assertThat(failed.getUTF8String(0)).hasToString("file:/a%20b/x y.mp4");
        assertThat(failed.isNullAt(15)).isTrue();
        assertThat(failed.isNullAt(16)).as("metadata").isTrue();
        assertThat(failed.getUTF8String(17)).hasToString("broken");
    }

    @Test
    void nestedStructsArraysAndMapsArePrunedByName() {
        View view = new View(options(1 << 20, 100), new StructType());
        StructType metadata = (StructType) view.schema().apply("metadata").dataType();
        StructType wanted = new StructType()
                .add(
                        "metadata",
                        new StructType()
                                .add(metadata.apply("tags"))
                                .add(
                                        "audio",
                                        DataTypes.createArrayType(new StructType().add("language", "string"), false))
                                .add("length", DataTypes.LongType, false));
        ColumnarBatch batch = batch(view, wanted, frame(0, 1), error(), frame(1, 1));
        for (int row : new int[] {0, 2}) {
            var struct = batch.getRow(row).getStruct(0, 3);
            assertThat(struct.getMap(0).numElements()).isEqualTo(1);
            assertThat(struct.getMap(0).keyArray().getUTF8String(0)).hasToString("title");
            assertThat(struct.getMap(0).valueArray().getUTF8String(0)).hasToString("T");
            assertThat(struct.getArray(1).numElements()).isEqualTo(2);
            assertThat(struct.getArray(1).getStruct(1, 1).getUTF8String(0)).hasToString("fra");
            assertThat(struct.getLong(2)).isEqualTo(7);
        }
        assertThat(batch.getRow(1).isNullAt(0)).isTrue();
        assertThat(view.needs(view.bind(wanted))).doesNotContain(Need.DECODE, Need.PIXELS, Need.SHAPE);
    }

    @Test
    void batchesEndByBytesAndByRows() {
        View view = new View(options(100_000, 3), new StructType());
        List<BoundColumn> columns = view.bind(view.schema());
        BatchBuilder byBytes = new BatchBuilder(columns, options(100_000, 50), arena, frame(0, 40_000), 1000);
        byBytes.add(frame(0, 40_000));
        assertThat(byBytes.fits(frame(1, 40_000))).isTrue();
        byBytes.add(frame(1, 40_000));
        assertThat(byBytes.fits(frame(2, 40_000))).isFalse();
        BatchBuilder byRows = new BatchBuilder(columns, options(100_000, 1), arena, frame(0, 1), 1000);
        byRows.add(frame(0, 1));
        assertThat(byRows.fits(frame(1, 1))).isFalse();
    }

    @Test
    void aFrameLargerThanTheLimitHasABatchOfItsOwn() {
        View view = new View(options(100, 50), new StructType());
        BatchBuilder builder =
                new BatchBuilder(view.bind(view.schema()), options(100, 50), arena, frame(0, 5000), 1000);
        builder.add(frame(0, 5000));
        assertThat(builder.fits(frame(1, 5000))).isFalse();
        assertThat(builder.build().getRow(0).getBinary(15)).hasSize(5000);
    }

    @Test
    void aFrameOfTwoGigabytesIsRefused() {
        View view = new View(options(100, 50), new StructType());
        FrameRow row =
                new FrameRow(FileSplit.whole(file), 0, info(0), null, new Pixels(1L << 31, (byte) 0), null, null);
        assertThatThrownBy(() -> new BatchBuilder(view.bind(view.schema()), options(100, 50), arena, row, 1))
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.LIMIT_EXCEEDED))
                .hasMessageContaining("Set width or height");
    }

    @Test
    void theEndOfMemoryOutsideTheHeapIsAnErrorThatSaysWhatToDo() {
        ReadOptions large = options(Integer.MAX_VALUE, 50);
        View view = new View(large, new StructType());
        List<BoundColumn> columns = view.bind(new StructType().add(view.schema().apply("data")));
        FrameRow row =
                new FrameRow(FileSplit.whole(file), 0, info(0), null, new Pixels(1_500_000_000L, (byte) 0), null, null);
        assertThatThrownBy(() -> {
                    // The tests have 2 GiB of it.
                    for (int i = 0; i < 8; i++) {
                        new BatchBuilder(columns, large, arena, row, 1);
                    }
                })
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.LIMIT_EXCEEDED))
                .hasMessageContaining("maxBatchBytes");
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        View view = new View(options(100, 50), new StructType());
        ColumnarBatch batch = batch(view, new StructType(), frame(0, 0), frame(1, 0));
        assertThat(batch.numRows()).isEqualTo(2);
        assertThat(batch.numCols()).isZero();
    }

    @Test
    void anImageIsSparksStruct() {
        ReadOptions options = TestReadOptions.of(ViewName.FRAMES, true, 1 << 20, 100);
        View view = new View(options, new StructType());
        StructType wanted = new StructType().add(view.schema().apply("image"));
        ColumnarBatch batch = batch(view, wanted, frame(4, 6));
        var image = batch.getRow(0).getStruct(0, 6);
        assertThat(image.getUTF8String(0)).hasToString(file.path());
        assertThat(image.getInt(4)).isEqualTo(16);
        assertThat(image.getBinary(5)).hasSize(6).containsOnly(4);
    }

    private ColumnarBatch batch(View view, StructType wanted, FrameRow... rows) {
        BatchBuilder builder = new BatchBuilder(view.bind(wanted), options(1 << 20, 100), arena, rows[0], rows.length);
        for (FrameRow row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    private FrameRow frame(int index, int bytes) {
        Image image = new Pixels(bytes, (byte) index);
        AudioStream english = audio("eng");
        Container container = new Container(
                "mp4", 1.0, null, null, Map.of("title", "T"), List.of(), List.of(english, audio("fra")), 0);
        VideoRow metadata = new VideoRow(file, container, null, null, null);
        return new FrameRow(FileSplit.whole(file), 2, info(index), image.shape(), image, metadata, null);
    }

    private FrameRow error() {
        return new FrameRow(FileSplit.whole(file), null, null, null, null, null, "broken");
    }

    private static FrameInfo info(int index) {
        return new FrameInfo(2, index, index, null, 1, new Rational(1, 10), true, "I", false);
    }

    private static AudioStream audio(String language) {
        return new AudioStream(1, "aac", null, 48_000, 2, null, null, null, null, language);
    }

    private static ReadOptions options(long bytes, int rows) {
        return TestReadOptions.of(ViewName.FRAMES, false, bytes, rows);
    }

    private record Pixels(long size, byte value) implements Image {
        @Override
        public ImageShape shape() {
            return new ImageShape(2, 1, 3, "rgb24", size);
        }

        @Override
        public void copyTo(ByteBuffer destination) {
            for (long i = 0; i < size; i++) {
                destination.put(value);
            }
        }
    }
}
