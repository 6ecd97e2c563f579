package io.nvvideo.spark.read;

import static io.nvvideo.spark.column.Need.HEADER;
import static io.nvvideo.spark.column.Need.INDEX;
import static io.nvvideo.spark.column.Need.LISTING;

import io.nvvideo.media.AudioStream;
import io.nvvideo.media.Colour;
import io.nvvideo.media.Container;
import io.nvvideo.media.ContentLight;
import io.nvvideo.media.IndexSummary;
import io.nvvideo.media.MasteringDisplay;
import io.nvvideo.media.PixelFormat;
import io.nvvideo.media.Rational;
import io.nvvideo.media.VideoStream;
import io.nvvideo.spark.column.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;

/** The columns of the {@code videos} view. */
final class VideosView {
    private static final List<Column<Rational>> RATIONAL = List.of(
            Column.<Rational>ofInt("num", HEADER, Rational::num).required(),
            Column.<Rational>ofInt("den", HEADER, Rational::den).required());

    private static final List<Column<MasteringDisplay>> MASTERING_DISPLAY = List.of(
            Column.ofDouble("red_x", HEADER, MasteringDisplay::redX),
            Column.ofDouble("red_y", HEADER, MasteringDisplay::redY),
            Column.ofDouble("green_x", HEADER, MasteringDisplay::greenX),
            Column.ofDouble("green_y", HEADER, MasteringDisplay::greenY),
            Column.ofDouble("blue_x", HEADER, MasteringDisplay::blueX),
            Column.ofDouble("blue_y", HEADER, MasteringDisplay::blueY),
            Column.ofDouble("white_x", HEADER, MasteringDisplay::whiteX),
            Column.ofDouble("white_y", HEADER, MasteringDisplay::whiteY),
            Column.ofDouble("min_luminance", HEADER, MasteringDisplay::minLuminance),
            Column.ofDouble("max_luminance", HEADER, MasteringDisplay::maxLuminance));

    private static final List<Column<ContentLight>> CONTENT_LIGHT = List.of(
            Column.ofInt("max_cll", HEADER, ContentLight::maxCll),
            Column.ofInt("max_fall", HEADER, ContentLight::maxFall));

    private static final List<Column<AudioStream>> AUDIO = List.of(
            Column.ofInt("stream_index", HEADER, AudioStream::index),
            Column.ofString("codec", HEADER, AudioStream::codec),
            Column.ofString("profile", HEADER, AudioStream::profile),
            Column.ofInt("sample_rate", HEADER, AudioStream::sampleRate),
            Column.ofInt("channels", HEADER, AudioStream::channels),
            Column.ofString("channel_layout", HEADER, AudioStream::channelLayout),
            Column.ofString("sample_format", HEADER, AudioStream::sampleFormat),
            Column.ofLong("bit_rate", HEADER, AudioStream::bitRate),
            Column.ofDouble("duration", HEADER, AudioStream::durationSeconds),
            Column.ofString("language", HEADER, AudioStream::language));

    private static final List<Column<VideoRow>> GPU = List.of(
            Column.ofBoolean("supported", HEADER, row -> false),
            Column.ofString("reason", HEADER, row -> "this version decodes on the CPU only"));

    /** Every column, in the order of the documentation. */
    static final List<Column<VideoRow>> COLUMNS = columns();

    private VideosView() {}

    private static List<Column<VideoRow>> columns() {
        List<Column<VideoRow>> columns = new ArrayList<>();
        columns.add(Column.<VideoRow>ofString("path", LISTING, row -> row.file().path())
                .required());
        columns.add(Column.<VideoRow>ofLong("length", LISTING, row -> row.file().length())
                .required());
        columns.add(Column.<VideoRow>of("modification_time", DataTypes.TimestampType, LISTING, row -> row.file()
                        .modificationMicros())
                .required());
        addContainer(columns);
        addStream(columns);
        addColour(columns);
        addRates(columns);
        addIndex(columns);
        columns.add(Column.ofStructs("audio", HEADER, ofContainer(Container::audios), AUDIO));
        columns.add(Column.ofStruct("gpu", HEADER, row -> row.stream() == null ? null : row, GPU));
        columns.add(Column.ofString("error", HEADER, VideoRow::error));
        return List.copyOf(columns);
    }

    private static void addContainer(List<Column<VideoRow>> columns) {
        columns.add(Column.ofString("format_name", HEADER, ofContainer(Container::formatName)));
        columns.add(Column.ofDouble("duration", HEADER, ofContainer(Container::durationSeconds)));
        columns.add(Column.ofDouble("start_time", HEADER, ofContainer(Container::startTimeSeconds)));
        columns.add(Column.ofLong("bit_rate", HEADER, ofContainer(Container::bitRate)));
        columns.add(Column.ofStrings("tags", HEADER, ofContainer(Container::tags)));
    }

    private static void addStream(List<Column<VideoRow>> columns) {
        columns.add(Column.ofInt("stream_index", HEADER, ofStream(VideoStream::index)));
        columns.add(Column.ofString("codec", HEADER, ofStream(VideoStream::codec)));
        columns.add(Column.ofString("codec_tag", HEADER, ofStream(VideoStream::codecTag)));
        columns.add(Column.ofString("profile", HEADER, ofStream(VideoStream::profile)));
        columns.add(Column.ofInt("level", HEADER, ofStream(VideoStream::level)));
        columns.add(Column.ofInt("width", HEADER, ofStream(VideoStream::width)));
        columns.add(Column.ofInt("height", HEADER, ofStream(VideoStream::height)));
        columns.add(Column.ofInt("coded_width", HEADER, ofStream(VideoStream::codedWidth)));
        columns.add(Column.ofInt("coded_height", HEADER, ofStream(VideoStream::codedHeight)));
        columns.add(Column.ofStruct("sample_aspect_ratio", HEADER, ofStream(VideoStream::sampleAspectRatio), RATIONAL));
        columns.add(Column.ofInt(
                "rotation",
                HEADER,
                ofStream(stream -> stream.orientation() == null
                        ? null
                        : stream.orientation().clockwiseDegrees())));
        columns.add(Column.ofString("pixel_format", HEADER, ofPixels(PixelFormat::name)));
        columns.add(Column.ofInt("bit_depth", HEADER, ofPixels(PixelFormat::bitDepth)));
        columns.add(Column.ofString("chroma_subsampling", HEADER, ofPixels(PixelFormat::chromaSubsampling)));
    }

    private static void addColour(List<Column<VideoRow>> columns) {
        columns.add(Column.ofString("color_range", HEADER, ofColour(Colour::range)));
        columns.add(Column.ofString("color_space", HEADER, ofColour(Colour::space)));
        columns.add(Column.ofString("color_primaries", HEADER, ofColour(Colour::primaries)));
        columns.add(Column.ofString("color_transfer", HEADER, ofColour(Colour::transfer)));
        columns.add(Column.ofString("chroma_location", HEADER, ofColour(Colour::chromaLocation)));
        columns.add(Column.ofString("field_order", HEADER, ofStream(VideoStream::fieldOrder)));
        columns.add(Column.ofBoolean("is_hdr", HEADER, ofColour(Colour::isHdr)));
        columns.add(Column.ofStruct(
                "mastering_display", HEADER, ofStream(VideoStream::masteringDisplay), MASTERING_DISPLAY));
        columns.add(Column.ofStruct("content_light", HEADER, ofStream(VideoStream::contentLight), CONTENT_LIGHT));
    }

    private static void addRates(List<Column<VideoRow>> columns) {
        columns.add(Column.ofStruct("time_base", HEADER, ofStream(VideoStream::timeBase), RATIONAL));
        columns.add(Column.ofStruct("avg_frame_rate", HEADER, ofStream(VideoStream::avgFrameRate), RATIONAL));
        columns.add(Column.ofStruct("r_frame_rate", HEADER, ofStream(VideoStream::realFrameRate), RATIONAL));
    }

    private static void addIndex(List<Column<VideoRow>> columns) {
        columns.add(Column.ofBoolean("is_vfr", INDEX, ofIndex(IndexSummary::variableFrameRate)));
        columns.add(Column.ofLong("num_frames", INDEX, ofIndex(summary -> (long) summary.frames())));
        columns.add(Column.ofLong("num_key_frames", INDEX, ofIndex(summary -> (long) summary.keyFrames())));
        columns.add(Column.ofInt("max_gop", INDEX, ofIndex(IndexSummary::maxGop)));
        columns.add(Column.ofInt("has_b_frames", HEADER, ofStream(VideoStream::hasBFrames)));
        columns.add(Column.ofLong("first_pts", INDEX, ofIndex(IndexSummary::firstPts)));
        columns.add(Column.ofLong("last_pts", INDEX, ofIndex(IndexSummary::lastPts)));
    }

    private static <T> Function<VideoRow, T> ofContainer(Function<Container, T> value) {
        return row -> row.container() == null ? null : value.apply(row.container());
    }

    private static <T> Function<VideoRow, T> ofStream(Function<VideoStream, T> value) {
        return row -> row.stream() == null ? null : value.apply(row.stream());
    }

    private static <T> Function<VideoRow, T> ofPixels(Function<PixelFormat, T> value) {
        return ofStream(stream -> stream.pixelFormat() == null ? null : value.apply(stream.pixelFormat()));
    }

    private static <T> Function<VideoRow, T> ofColour(Function<Colour, T> value) {
        return ofStream(stream -> stream.colour() == null ? null : value.apply(stream.colour()));
    }

    private static <T> Function<VideoRow, T> ofIndex(Function<IndexSummary, T> value) {
        return row -> row.summary() == null ? null : value.apply(row.summary());
    }
}
