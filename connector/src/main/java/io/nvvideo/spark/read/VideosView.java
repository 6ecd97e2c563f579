package io.nvvideo.spark.read;

import static io.nvvideo.spark.column.Need.HEADER;
import static io.nvvideo.spark.column.Need.INDEX;
import static io.nvvideo.spark.column.Need.LISTING;
import static io.nvvideo.spark.column.Need.STREAMS;

import io.nvvideo.GpuSupport;
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
            Column.<Rational>ofInt("num", STREAMS, Rational::num).required(),
            Column.<Rational>ofInt("den", STREAMS, Rational::den).required());

    private static final List<Column<MasteringDisplay>> MASTERING_DISPLAY = List.of(
            Column.ofDouble("red_x", STREAMS, MasteringDisplay::redX),
            Column.ofDouble("red_y", STREAMS, MasteringDisplay::redY),
            Column.ofDouble("green_x", STREAMS, MasteringDisplay::greenX),
            Column.ofDouble("green_y", STREAMS, MasteringDisplay::greenY),
            Column.ofDouble("blue_x", STREAMS, MasteringDisplay::blueX),
            Column.ofDouble("blue_y", STREAMS, MasteringDisplay::blueY),
            Column.ofDouble("white_x", STREAMS, MasteringDisplay::whiteX),
            Column.ofDouble("white_y", STREAMS, MasteringDisplay::whiteY),
            Column.ofDouble("min_luminance", STREAMS, MasteringDisplay::minLuminance),
            Column.ofDouble("max_luminance", STREAMS, MasteringDisplay::maxLuminance));

    private static final List<Column<ContentLight>> CONTENT_LIGHT = List.of(
            Column.ofInt("max_cll", STREAMS, ContentLight::maxCll),
            Column.ofInt("max_fall", STREAMS, ContentLight::maxFall));

    private static final List<Column<AudioStream>> AUDIO = List.of(
            Column.ofInt("stream_index", STREAMS, AudioStream::index),
            Column.ofString("codec", STREAMS, AudioStream::codec),
            Column.ofString("profile", STREAMS, AudioStream::profile),
            Column.ofInt("sample_rate", STREAMS, AudioStream::sampleRate),
            Column.ofInt("channels", STREAMS, AudioStream::channels),
            Column.ofString("channel_layout", STREAMS, AudioStream::channelLayout),
            Column.ofString("sample_format", STREAMS, AudioStream::sampleFormat),
            Column.ofLong("bit_rate", STREAMS, AudioStream::bitRate),
            Column.ofDouble("duration", STREAMS, AudioStream::durationSeconds),
            Column.ofString("language", STREAMS, AudioStream::language));

    private static final List<Column<GpuSupport>> GPU = List.of(
            Column.ofBoolean("supported", STREAMS, GpuSupport::supported),
            Column.ofString("reason", STREAMS, GpuSupport::reason));

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
        columns.add(Column.ofStructs("audio", STREAMS, ofContainer(Container::audios), AUDIO));
        columns.add(
                Column.ofStruct("gpu", STREAMS, row -> row.stream() == null ? null : GpuSupport.of(row.stream()), GPU));
        columns.add(Column.ofString("error", HEADER, VideoRow::error));
        return List.copyOf(columns);
    }

    private static void addContainer(List<Column<VideoRow>> columns) {
        columns.add(Column.ofString("format_name", STREAMS, ofContainer(Container::formatName)));
        columns.add(Column.ofDouble("duration", STREAMS, ofContainer(Container::durationSeconds)));
        columns.add(Column.ofDouble("start_time", STREAMS, ofContainer(Container::startTimeSeconds)));
        columns.add(Column.ofLong("bit_rate", STREAMS, ofContainer(Container::bitRate)));
        columns.add(Column.ofStrings("tags", STREAMS, ofContainer(Container::tags)));
    }

    private static void addStream(List<Column<VideoRow>> columns) {
        columns.add(Column.ofInt("stream_index", STREAMS, ofStream(VideoStream::index)));
        columns.add(Column.ofString("codec", STREAMS, ofStream(VideoStream::codec)));
        columns.add(Column.ofString("codec_tag", STREAMS, ofStream(VideoStream::codecTag)));
        columns.add(Column.ofString("profile", STREAMS, ofStream(VideoStream::profile)));
        columns.add(Column.ofInt("level", STREAMS, ofStream(VideoStream::level)));
        columns.add(Column.ofInt("width", STREAMS, ofStream(VideoStream::width)));
        columns.add(Column.ofInt("height", STREAMS, ofStream(VideoStream::height)));
        columns.add(Column.ofInt("coded_width", STREAMS, ofStream(VideoStream::codedWidth)));
        columns.add(Column.ofInt("coded_height", STREAMS, ofStream(VideoStream::codedHeight)));
        columns.add(
                Column.ofStruct("sample_aspect_ratio", STREAMS, ofStream(VideoStream::sampleAspectRatio), RATIONAL));
        columns.add(Column.ofInt(
                "rotation",
                STREAMS,
                ofStream(stream -> stream.orientation() == null
                        ? null
                        : stream.orientation().clockwiseDegrees())));
        columns.add(Column.ofString("pixel_format", STREAMS, ofPixels(PixelFormat::name)));
        columns.add(Column.ofInt("bit_depth", STREAMS, ofPixels(PixelFormat::bitDepth)));
        columns.add(Column.ofString("chroma_subsampling", STREAMS, ofPixels(PixelFormat::chromaSubsampling)));
    }

    private static void addColour(List<Column<VideoRow>> columns) {
        columns.add(Column.ofString("color_range", STREAMS, ofColour(Colour::range)));
        columns.add(Column.ofString("color_space", STREAMS, ofColour(Colour::space)));
        columns.add(Column.ofString("color_primaries", STREAMS, ofColour(Colour::primaries)));
        columns.add(Column.ofString("color_transfer", STREAMS, ofColour(Colour::transfer)));
        columns.add(Column.ofString("chroma_location", STREAMS, ofColour(Colour::chromaLocation)));
        columns.add(Column.ofString("field_order", STREAMS, ofStream(VideoStream::fieldOrder)));
        columns.add(Column.ofBoolean("is_hdr", STREAMS, ofColour(Colour::isHdr)));
        columns.add(Column.ofStruct(
                "mastering_display", STREAMS, ofStream(VideoStream::masteringDisplay), MASTERING_DISPLAY));
        columns.add(Column.ofStruct("content_light", STREAMS, ofStream(VideoStream::contentLight), CONTENT_LIGHT));
    }

    private static void addRates(List<Column<VideoRow>> columns) {
        columns.add(Column.ofStruct("time_base", STREAMS, ofStream(VideoStream::timeBase), RATIONAL));
        columns.add(Column.ofStruct("avg_frame_rate", STREAMS, ofStream(VideoStream::avgFrameRate), RATIONAL));
        columns.add(Column.ofStruct("r_frame_rate", STREAMS, ofStream(VideoStream::realFrameRate), RATIONAL));
    }

    private static void addIndex(List<Column<VideoRow>> columns) {
        columns.add(Column.ofBoolean("is_vfr", INDEX, ofIndex(IndexSummary::variableFrameRate)));
        columns.add(Column.ofLong("num_frames", INDEX, ofIndex(summary -> (long) summary.frames())));
        columns.add(Column.ofLong("num_key_frames", INDEX, ofIndex(summary -> (long) summary.keyFrames())));
        columns.add(Column.ofInt("max_gop", INDEX, ofIndex(IndexSummary::maxGop)));
        columns.add(Column.ofInt("has_b_frames", STREAMS, ofStream(VideoStream::hasBFrames)));
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
