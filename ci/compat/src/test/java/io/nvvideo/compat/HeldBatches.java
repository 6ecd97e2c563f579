package io.nvvideo.compat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads as operators do that hold batches back: all of them, until after the reader is closed. */
final class HeldBatches {
    private HeldBatches() {}

    /** For each task, the SHA-256 of its pictures, computed when its reader was closed already. */
    static List<String> digests(Path path, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("path", path.toString()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        Batch batch = batch(new CaseInsensitiveStringMap(all));
        PartitionReaderFactory factory = batch.createReaderFactory();
        List<InputPartition> partitions = Arrays.asList(batch.planInputPartitions());
        return new JavaSparkContext(Cell.SPARK.sparkContext())
                .parallelize(partitions, partitions.size())
                .map(partition -> digest(factory.createColumnarReader(partition)))
                .collect();
    }

    private static Batch batch(CaseInsensitiveStringMap options) {
        TableProvider provider = provider();
        StructType schema = provider.inferSchema(options);
        SupportsRead table = (SupportsRead) provider.getTable(schema, new Transform[0], options.asCaseSensitiveMap());
        ScanBuilder builder = table.newScanBuilder(options);
        ((SupportsPushDownRequiredColumns) builder).pruneColumns(new StructType().add("data", DataTypes.BinaryType));
        return builder.build().toBatch();
    }

    private static TableProvider provider() {
        try {
            return (TableProvider) Class.forName("io.nvvideo.spark.NvVideoDataSource")
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(PartitionReader<ColumnarBatch> reader) throws IOException, NoSuchAlgorithmException {
        List<ColumnarBatch> held = new ArrayList<>();
        while (reader.next()) {
            held.add(reader.get());
        }
        reader.close();
        if (held.size() < 2) {
            throw new IllegalStateException("One batch alone shows nothing");
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (ColumnarBatch batch : held) {
            for (int row = 0; row < batch.numRows(); row++) {
                digest.update(batch.column(0).getBinary(row));
            }
        }
        // The others are the reader's to free when the task ends.
        held.get(0).close();
        return HexFormat.of().formatHex(digest.digest());
    }
}
