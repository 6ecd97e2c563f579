package io.nvvideo.spark.read;

import static io.nvvideo.spark.column.Need.DECODE;
import static io.nvvideo.spark.column.Need.HEADER;
import static io.nvvideo.spark.column.Need.INDEX;
import static io.nvvideo.spark.column.Need.LISTING;
import static io.nvvideo.spark.column.Need.PIXELS;
import static io.nvvideo.spark.column.Need.SHAPE;
import static io.nvvideo.spark.column.Need.STREAMS;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.ImageShape;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.spark.column.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/** The columns of the {@code frames} view. */
final class FramesView {
    /** OpenCV's type of three interleaved 8-bit channels, which Spark's ImageSchema uses. */
    private static final int CV_8UC3 = 16;

    /** Spark's ImageSchema: the struct that Spark's {@code image} source and image libraries for Spark use. */
    private static final List<Column<FrameRow>> IMAGE = List.of(
            Column.ofString("origin", LISTING, row -> row.file().path()),
            Column.<FrameRow>ofInt("height", LISTING, row -> row.shape().height())
                    .required(),
            Column.<FrameRow>ofInt("width", LISTING, row -> row.shape().width()).required(),
            Column.<FrameRow>ofInt("nChannels", LISTING, row -> row.shape().channels())
                    .required(),
            Column.<FrameRow>ofInt("mode", LISTING, row -> CV_8UC3).required(),
            Column.<FrameRow>of("data", DataTypes.BinaryType, PIXELS, FrameRow::image)
                    .required());

    private FramesView() {}

    /** Every column, in the order of the documentation. */
    static List<Column<FrameRow>> columns(ReadOptions options) {
        List<Column<FrameRow>> columns = new ArrayList<>();
        columns.add(Column.<FrameRow>ofString("path", LISTING, row -> row.file().path())
                .required());
        columns.add(Column.ofInt("stream_index", HEADER, FrameRow::streamIndex));
        columns.add(Column.ofLong("frame_index", INDEX, ofInfo(FrameInfo::index)));
        columns.add(Column.ofDouble("frame_time", INDEX, ofInfo(FrameInfo::timeSeconds)));
        columns.add(Column.ofLong("frame_pts", INDEX, ofInfo(FrameInfo::pts)));
        columns.add(Column.ofLong("frame_dts", INDEX, ofInfo(FrameInfo::dts)));
        columns.add(Column.ofLong("frame_duration", INDEX, ofInfo(FrameInfo::duration)));
        columns.add(Column.ofString(
                "frame_time_base", INDEX, ofInfo(info -> info.timeBase().toString())));
        columns.add(Column.ofBoolean("is_key_frame", INDEX, ofInfo(FrameInfo::keyFrame)));
        columns.add(Column.ofString("pict_type", DECODE, ofInfo(FrameInfo::pictureType)));
        columns.add(Column.ofBoolean("is_corrupt", DECODE, ofInfo(FrameInfo::corrupt)));
        columns.add(Column.ofInt("width", SHAPE, ofShape(ImageShape::width)));
        columns.add(Column.ofInt("height", SHAPE, ofShape(ImageShape::height)));
        columns.add(Column.ofInt("channels", SHAPE, ofShape(ImageShape::channels)));
        columns.add(Column.ofString("pixel_format", SHAPE, ofShape(ImageShape::pixelFormat)));
        columns.add(pixels(options));
        columns.add(Column.ofStruct("metadata", STREAMS, FrameRow::metadata, VideosView.COLUMNS));
        columns.add(Column.ofString("error", HEADER, FrameRow::error));
        return List.copyOf(columns);
    }

    private static Column<FrameRow> pixels(ReadOptions options) {
        if (options.asImage()) {
            return Column.ofStructAsGiven("image", PIXELS, row -> row.image() == null ? null : row, IMAGE);
        }
        return Column.<FrameRow>of("data", DataTypes.BinaryType, PIXELS, FrameRow::image)
                .withMetadata(annotation(options.output().format()));
    }

    /** Tells notebooks that can show pictures in a table what the bytes are. */
    private static Metadata annotation(FrameFormat format) {
        if (format != FrameFormat.JPEG && format != FrameFormat.PNG) {
            return Metadata.empty();
        }
        String mimeType = "image/" + format.name().toLowerCase(Locale.ROOT);
        return new MetadataBuilder()
                .putString("spark.contentAnnotation", "{\"mimeType\": \"" + mimeType + "\"}")
                .build();
    }

    private static <T> Function<FrameRow, T> ofInfo(Function<FrameInfo, T> value) {
        return row -> row.info() == null ? null : value.apply(row.info());
    }

    private static <T> Function<FrameRow, T> ofShape(Function<ImageShape, T> value) {
        return row -> row.shape() == null ? null : value.apply(row.shape());
    }
}
