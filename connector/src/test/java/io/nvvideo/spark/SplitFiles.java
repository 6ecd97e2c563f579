package io.nvvideo.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Files that several tasks read; as an extension it lets small ones be cut too, in all tests of a class. */
final class SplitFiles implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        RuntimeConfig settings = LocalSpark.session().conf();
        settings.set("spark.sql.files.openCostInBytes", "1");
        settings.set("spark.sql.files.minPartitionNum", "1");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        RuntimeConfig settings = LocalSpark.session().conf();
        settings.unset("spark.sql.files.openCostInBytes");
        settings.unset("spark.sql.files.minPartitionNum");
    }

    /** Reads a file in so many parts, which are as large as each other. */
    static DataFrameReader cut(DataFrameReader reader, Path file, int splits) {
        return reader.option("maxPartitionBytes", (file.toFile().length() + splits - 1) / splits);
    }

    /** The same file under a name that lets it be cut, whatever is in it. */
    static Path cuttable(Path file, Path folder) {
        try {
            return Files.copy(file, folder.resolve(file.getFileName() + ".mp4"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
