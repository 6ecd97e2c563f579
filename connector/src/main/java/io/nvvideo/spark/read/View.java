package io.nvvideo.spark.read;

import io.nvvideo.spark.column.BoundColumn;
import io.nvvideo.spark.column.BoundPath;
import io.nvvideo.spark.column.Column;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.ValueOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a read: the view's own, then those of the partition directories, then the hidden {@code _metadata}. */
public final class View {
    /** The hidden column of Spark's file sources. */
    public static final String FILE_METADATA = "_metadata";

    private static final List<Column<FileRow>> FILE_METADATA_FIELDS = List.of(
            Column.<FileRow>ofString(
                            "file_path", Need.LISTING, row -> row.file().encodedPath())
                    .required(),
            Column.<FileRow>ofString("file_name", Need.LISTING, View::fileName).required(),
            Column.<FileRow>ofLong("file_size", Need.LISTING, row -> row.file().length())
                    .required(),
            // Files are cut after all that the listing tells is known.
            Column.<FileRow>ofLong(
                            "file_block_start", Need.HEADER, row -> row.split().start())
                    .required(),
            Column.<FileRow>ofLong(
                            "file_block_length", Need.HEADER, row -> row.split().length())
                    .required(),
            Column.<FileRow>of("file_modification_time", DataTypes.TimestampType, Need.LISTING, row -> row.file()
                            .modificationMicros())
                    .required());

    private final ReadOptions options;
    private final List<Column<?>> own;
    private final StructType partitionSchema;
    private final List<Column<?>> all;

    /** The columns for these options. */
    public View(ReadOptions options, StructType partitionSchema) {
        this.options = options;
        this.own = List.copyOf(options.view() == ViewName.FRAMES ? FramesView.columns(options) : VideosView.COLUMNS);
        this.partitionSchema = partitionSchema;
        this.all =
                Stream.concat(own.stream(), partitionAndFileColumns().stream()).toList();
    }

    /** What a query sees. */
    public StructType schema() {
        Stream<StructField> fields = own.stream()
                .map(column -> new StructField(column.name(), column.type(), column.nullable(), column.metadata()));
        return new StructType(
                Stream.concat(fields, Stream.of(partitionSchema.fields())).toArray(StructField[]::new));
    }

    /** Names of the view's own columns. */
    public List<String> ownNames() {
        return own.stream().<String>map(Column::name).toList();
    }

    /** The type of the hidden column {@value #FILE_METADATA}. */
    public static StructType fileMetadataType() {
        return Column.schema(FILE_METADATA_FIELDS);
    }

    /** The columns that a query asks for, by name. */
    List<BoundColumn> bind(StructType wanted) {
        return BoundColumn.bind(all, wanted);
    }

    /** A column or a field in a struct; empty if there is none of that name, or if it is in an array. */
    Optional<BoundPath> find(ColumnPath path) {
        List<? extends Column<?>> columns = all;
        BoundPath found = null;
        for (String name : path.names()) {
            boolean inStruct = found == null || found.type() instanceof StructType;
            Column<?> column = inStruct ? BoundColumn.lookUp(columns, name) : null;
            if (column == null) {
                return Optional.empty();
            }
            found = BoundPath.in(found, column);
            columns = column.fields();
        }
        return Optional.ofNullable(found);
    }

    /** The column that an expression of Spark's is, if it costs no decoding; else null. */
    ColumnPath cheapColumn(Expression expression) {
        if (!(expression instanceof NamedReference reference)) {
            return null;
        }
        ColumnPath path = ColumnPath.of(reference.fieldNames());
        return find(path).filter(BoundPath::isCheap).isPresent() ? path : null;
    }

    /** The same, if its values can be compared. */
    ColumnPath comparableColumn(Expression expression) {
        ColumnPath path = cheapColumn(expression);
        return path != null && ValueOrder.covers(type(path)) ? path : null;
    }

    /** The type of a column that there is. */
    DataType type(ColumnPath path) {
        return find(path).orElseThrow().type();
    }

    /** The row of a file of which only the listing is known. */
    FileRow listed(VideoFile file) {
        return options.view() == ViewName.FRAMES
                ? new FrameRow(FileSplit.whole(file), null, null, null, null, null, null)
                : new VideoRow(file, null, null, null, null);
    }

    private List<Column<?>> partitionAndFileColumns() {
        List<Column<?>> columns = new ArrayList<>();
        StructField[] partitions = partitionSchema.fields();
        for (int i = 0; i < partitions.length; i++) {
            int position = i;
            columns.add(new Column<FileRow>(
                    partitions[i].name(),
                    partitions[i].dataType(),
                    true,
                    Metadata.empty(),
                    Need.LISTING,
                    row -> row.file().partitionValues().get(position),
                    List.of()));
        }
        columns.add(Column.<FileRow, FileRow>ofStructAsGiven(
                FILE_METADATA, Need.LISTING, row -> row, FILE_METADATA_FIELDS));
        return columns;
    }

    /** What has to be done to a file for rows, whatever the columns. */
    Set<Need> needsOfRows() {
        return EnumSet.of(options.view() == ViewName.FRAMES ? Need.INDEX : Need.HEADER);
    }

    /** What has to be done to a file for these columns; rows themselves need something too, whatever the columns. */
    Set<Need> needs(List<BoundColumn> columns) {
        Set<Need> needs = needsOfRows();
        needs.addAll(BoundColumn.needs(columns));
        return needs;
    }

    @Override
    public String toString() {
        return options.view().name().toLowerCase(Locale.ROOT);
    }

    private static String fileName(FileRow row) {
        String path = row.file().encodedPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
