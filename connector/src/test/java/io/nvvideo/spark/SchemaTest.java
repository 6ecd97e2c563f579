package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.spark.read.ReadOptions;
import io.nvvideo.spark.read.TestReadOptions;
import io.nvvideo.spark.read.View;
import io.nvvideo.spark.read.ViewName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    /** Names and types of columns are a contract: this test is there to be read before it is updated. */
    @ParameterizedTest
    @EnumSource
    void columnsAreThoseOfTheContract(ViewName view) throws IOException {
        ReadOptions options = TestReadOptions.of(view, false, 1 << 20, 100);
        String schema = new View(options, new StructType()).schema().treeString();
        Path golden = Path.of("src/test/resources/schema", view.name().toLowerCase(Locale.ROOT) + ".txt");
        if (Boolean.getBoolean("nvvideo.update")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, schema);
        }
        assertThat(schema).isEqualTo(Files.readString(golden));
    }
}
