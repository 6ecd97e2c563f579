package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilePackerTest {
    @Test
    void manySmallFilesShareAPartition() {
        List<VideoFile> files =
                IntStream.range(0, 1000).mapToObj(i -> file(i, 1000)).toList();
        List<VideoPartition> partitions = FilePacker.pack(files, new PackingOptions(1 << 20, 1000, 1));
        assertThat(partitions).hasSize(2);
        assertThat(partitions.stream()
                        .flatMap(partition -> partition.splits().stream())
                        .map(FileSplit::file))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void aLargeFileIsAloneAndNotSplit() {
        List<VideoPartition> partitions =
                FilePacker.pack(List.of(file(1, 10), file(2, 5000), file(3, 10)), new PackingOptions(100, 1, 1));
        assertThat(partitions)
                .containsExactly(
                        new VideoPartition(List.of(FileSplit.whole(file(2, 5000)))),
                        new VideoPartition(List.of(FileSplit.whole(file(1, 10)), FileSplit.whole(file(3, 10)))));
    }

    @Test
    void filesAreSpreadOverTheTasksThatCanRun() {
        List<VideoFile> files =
                IntStream.range(0, 8).mapToObj(i -> file(i, 1000)).toList();
        assertThat(FilePacker.pack(files, new PackingOptions(1 << 30, 10, 4))).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void noFilesAreNoPartitions() {
        assertThat(FilePacker.pack(List.of(), new PackingOptions(100, 1, 4))).isEmpty();
    }

    private static VideoFile file(int number, long length) {
        return new VideoFile("file:/v" + number + ".mp4", length, 0, List.of());
    }
}
