package io.nvvideo.spark;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * The data source {@code nvvideo}: {@code spark.read().format("nvvideo").load("/videos/")}, a row for each frame, or for each
 * video stream with the option {@code view} set to {@code videos}. It reads and does not write. The options are in the README;
 * the session's {@code spark.datasource.nvvideo.<option>} sets them for every read. What is wrong with an option or a file is a
 * {@link VideoException} that says what to do.
 */
public final class NvVideoDataSource implements TableProvider, DataSourceRegister, SessionConfigSupport {
    private static final String NAME = "nvvideo";

    private CaseInsensitiveStringMap tableOptions;
    private NvVideoTable table;

    /** For Spark, which makes data sources by reflection. */
    public NvVideoDataSource() {}

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    public String keyPrefix() {
        return NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return table(options).tableSchema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return table(new CaseInsensitiveStringMap(properties));
    }

    /** Spark asks for the schema first and for the table next; files are listed once for both. */
    private synchronized NvVideoTable table(CaseInsensitiveStringMap options) {
        if (table == null || !options.equals(tableOptions)) {
            SparkSession spark = SparkSession.active();
            checkVersion(spark);
            table = NvVideoTable.of(spark, OptionValues.of(options, key -> setting(spark, key)));
            tableOptions = options;
        }
        return table;
    }

    private static Optional<String> setting(SparkSession spark, String key) {
        try {
            return Optional.ofNullable(spark.conf().get(key));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** Spark frees batches that it has read from 3.5.4 on; before, a task would hold all of its frames at once. */
    private static void checkVersion(SparkSession spark) {
        try {
            ColumnVector.class.getMethod("closeIfFreeable");
        } catch (NoSuchMethodException e) {
            throw new VideoException(
                    Code.UNSUPPORTED,
                    "Cannot read videos with Spark " + spark.version()
                            + ": it does not free the memory of batches before their task ends. Use Spark 3.5.4 or later.");
        }
    }
}
