package io.nvvideo.spark.read;

import java.net.URI;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * The files that a read covers, listed by Spark's own {@code binaryFile} source: paths, globs, filters, hidden files and
 * partition directories mean the same as everywhere in Spark. Lists when it is made; asks for the files once, when a query
 * is planned.
 */
public final class FileListing {
    /** {@code path, modificationTime, length, content}; what follows are the partition columns. */
    private static final int BINARY_FILE_COLUMNS = 4;

    /**
     * As many files are looked at on the driver, without a Spark job: as many paths as Spark lists there, by default
     * ({@code spark.sql.sources.parallelPartitionDiscovery.threshold}).
     */
    private static final int FEW_FILES = 32;

    private final List<String> paths;
    private final Map<String, String> options;
    private final Dataset<Row> listing;
    private final StructType partitionSchema;
    private List<VideoFile> files;

    /**
     * Lists the paths.
     *
     * @param options those of Spark's file sources, such as {@code pathGlobFilter}
     */
    public FileListing(SparkSession spark, List<String> paths, Map<String, String> options) {
        this.paths = List.copyOf(paths);
        this.options = Map.copyOf(options);
        this.listing = spark.read()
                .format("binaryFile")
                .options(options)
                // Spark looks at each file again; one that it may not see is for the task that reads it to tell.
                .option("ignoreCorruptFiles", true)
                .load(paths.toArray(new String[0]));
        StructField[] fields = listing.schema().fields();
        this.partitionSchema =
                new StructType(Stream.of(fields).skip(BINARY_FILE_COLUMNS).toArray(StructField[]::new));
    }

    /** The paths as the user gave them. */
    public List<String> paths() {
        return paths;
    }

    /** The columns that directories such as {@code camera=3} make. */
    public StructType partitionSchema() {
        return partitionSchema;
    }

    /** Every file. */
    synchronized List<VideoFile> files() {
        if (files == null) {
            // Two ways to write a URI: "file:/a" here, "file:///a" there.
            Set<Path> listed = new TreeSet<>();
            for (String uri : listing.inputFiles()) {
                listed.add(path(uri));
            }
            files = List.copyOf(
                    partitionSchema.isEmpty() && listed.size() <= FEW_FILES ? statuses(listed) : queried(listed));
        }
        return files;
    }

    private List<VideoFile> statuses(Set<Path> listed) {
        SparkSession spark = listing.sparkSession();
        return FileStatuses.describe(spark, hadoopConfiguration(spark), listed, partitionSchema, FileListing::plain);
    }

    /** Has tasks look at the files, and the driver at those that Spark leaves out there. */
    private List<VideoFile> queried(Set<Path> listed) {
        // From the metadata, not from the columns of the same names: a directory "length=7" would take those over.
        List<Column> columns = new ArrayList<>(List.of(
                functions.col("_metadata.file_path"),
                functions.col("_metadata.file_size"),
                functions.col("_metadata.file_modification_time")));
        for (StructField field : partitionSchema.fields()) {
            columns.add(functions.col("`" + field.name().replace("`", "``") + "`"));
        }
        List<VideoFile> found = new ArrayList<>();
        for (Row row : listing.select(columns.toArray(new Column[0])).collectAsList()) {
            listed.remove(path(row.getString(0)));
            found.add(file(row));
        }
        found.addAll(statuses(listed));
        return found;
    }

    /**
     * What executors need to open the files: Hadoop's settings, with those of the session and of the read itself on top, as
     * for Spark's own file sources.
     */
    Configuration hadoopConfiguration(SparkSession spark) {
        Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
        Iterator<Tuple2<String, String>> session = spark.conf().getAll().iterator();
        while (session.hasNext()) {
            Tuple2<String, String> setting = session.next();
            if (setting._2() != null) {
                hadoop.set(setting._1(), setting._2());
            }
        }
        options.forEach(hadoop::set);
        return hadoop;
    }

    private VideoFile file(Row row) {
        List<Object> partitionValues = new ArrayList<>();
        for (int i = 3; i < row.length(); i++) {
            partitionValues.add(plain(row.get(i)));
        }
        return new VideoFile(
                path(row.getString(0)).toString(), row.getLong(1), (Long) plain(row.get(2)), partitionValues);
    }

    private static Path path(String uri) {
        return new Path(URI.create(uri));
    }

    /** Values of dates and times as days and microseconds; they come as old or new Java types, as the session likes it. */
    private static Object plain(Object value) {
        if (value instanceof Timestamp timestamp) {
            return micros(timestamp.toInstant());
        }
        if (value instanceof Instant instant) {
            return micros(instant);
        }
        if (value instanceof LocalDateTime local) {
            return micros(local.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Date date) {
            return (int) date.toLocalDate().toEpochDay();
        }
        if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        }
        return value;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
