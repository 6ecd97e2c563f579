package io.nvvideo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTableTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String BEGIN = "<!-- options:begin -->\n";
    private static final String END = "<!-- options:end -->";

    @Test
    void theReadmeHasTheOptionsThatThereAre() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertThat(readme).contains(BEGIN, END);
        String updated = readme.substring(0, begin) + OptionsTable.markdown() + readme.substring(end);
        if (Boolean.getBoolean("nvvideo.update")) {
            Files.writeString(README, updated);
            return;
        }
        assertThat(readme)
                .as("run ./mvnw -pl connector -am test -Dtest=OptionsTableTest -Dnvvideo.update=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(updated);
    }
}
