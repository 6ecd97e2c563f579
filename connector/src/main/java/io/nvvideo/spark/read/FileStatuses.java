package io.nvvideo.spark.read;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the file system says of files that Spark lists, asked of each in turn: where they are few, and of those that Spark
 * leaves out of every read, because they have zero bytes or it may not see their status. A file that cannot be looked at is
 * told of when it is read, never lost.
 */
final class FileStatuses {
    private static final Logger LOG = LoggerFactory.getLogger(FileStatuses.class);

    /** What Hive and Spark name a directory whose partition value is null. */
    private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

    private FileStatuses() {}

    /**
     * Describes files, in the order given.
     *
     * @param plain turns a partition value of Spark's into the form that {@link VideoFile} holds
     */
    static List<VideoFile> describe(
            SparkSession spark,
            Configuration hadoop,
            Collection<Path> paths,
            StructType partitionSchema,
            Function<Object, Object> plain) {
        List<FileStatus> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                files.add(path.getFileSystem(hadoop).getFileStatus(path));
            } catch (IOException e) {
                LOG.debug("Cannot look at {}; the task that reads it will tell", path, e);
                files.add(new FileStatus(0, false, 0, 0, 0, path));
            }
        }
        List<List<Object>> values = partitionValues(spark, files, partitionSchema, plain);
        List<VideoFile> described = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FileStatus file = files.get(i);
            described.add(new VideoFile(
                    file.getPath().toString(), file.getLen(), file.getModificationTime() * 1000, values.get(i)));
        }
        return described;
    }

    /** The values in the names of the directories, cast by Spark to the types that it inferred. */
    private static List<List<Object>> partitionValues(
            SparkSession spark, List<FileStatus> files, StructType schema, Function<Object, Object> plain) {
        if (schema.isEmpty() || files.isEmpty()) {
            return files.stream().map(file -> List.of()).toList();
        }
        List<Row> texts = new ArrayList<>();
        for (FileStatus file : files) {
            texts.add(RowFactory.create(Stream.of(schema.fieldNames())
                    .map(name -> partitionText(file.getPath(), name))
                    .toArray()));
        }
        StructType textSchema = new StructType(Stream.of(schema.fields())
                .map(field -> DataTypes.createStructField(field.name(), DataTypes.StringType, true))
                .toArray(StructField[]::new));
        Column[] casts = Stream.of(schema.fields())
                .map(field -> functions
                        .col("`" + field.name().replace("`", "``") + "`")
                        .cast(field.dataType()))
                .toArray(Column[]::new);
        List<List<Object>> values = new ArrayList<>();
        for (Row row : spark.createDataFrame(texts, textSchema).select(casts).collectAsList()) {
            List<Object> ofFile = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                ofFile.add(plain.apply(row.get(i)));
            }
            values.add(ofFile);
        }
        return values;
    }

    private static String partitionText(Path file, String column) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            String name = folder.getName();
            int equals = name.indexOf('=');
            if (equals > 0 && decode(name.substring(0, equals)).equalsIgnoreCase(column)) {
                String value = decode(name.substring(equals + 1));
                return value.equals(NULL_PARTITION) ? null : value;
            }
        }
        return null;
    }

    private static String decode(String name) {
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
