package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePackerTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @Test
    void manySmallFilesShareAPartition() {
        List<VideoFile> files =
                IntStream.range(0, 1000).mapToObj(i -> file(i, 1000)).toList();
        List<VideoPartition> partitions = FilePacker.pack(files, new PackingOptions(1 << 20, 1000, 1, true), true);
        assertThat(partitions).hasSize(2);
        assertThat(partitions.stream()
                        .flatMap(partition -> partition.splits().stream())
                        .map(FileSplit::file))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void aLargeFileIsAloneAndWholeWhereNothingIsDecoded() {
        assertThat(FilePacker.pack(
                        List.of(file(1, 10), file(2, 5000), file(3, 10)), new PackingOptions(100, 1, 1, true), false))
                .containsExactly(
                        new VideoPartition(List.of(FileSplit.whole(file(2, 5000)))),
                        new VideoPartition(List.of(FileSplit.whole(file(1, 10)), FileSplit.whole(file(3, 10)))));
    }

    @Test
    void aLargeFileIsWholeWhereTheUserWantsItSo() {
        assertThat(FilePacker.pack(List.of(file(2, 5000)), new PackingOptions(100, 1, 1, false), true))
                .containsExactly(new VideoPartition(List.of(FileSplit.whole(file(2, 5000)))));
    }

    @Test
    void aLargeFileIsCutIntoEvenPiecesOfAPartitionAtMost() {
        assertThat(FilePacker.pack(List.of(file(1, 10), file(2, 250)), new PackingOptions(100, 1, 1, true), true))
                .containsExactly(
                        new VideoPartition(List.of(new FileSplit(file(2, 250), 0, 84))),
                        new VideoPartition(List.of(new FileSplit(file(2, 250), 84, 167))),
                        new VideoPartition(List.of(
                                new FileSplit(file(2, 250), 167, FileSplit.TO_THE_END), FileSplit.whole(file(1, 10)))));
    }

    @Test
    void everyByteOfEveryFileIsInOneSplit() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<VideoFile> files = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> file(i, random.nextLong(1L << (1 + random.nextInt(62)))))
                    .toList();
            long openCost = 1 + random.nextLong(1 << 20);
            // No less than Spark's own 2 billion pieces of a file allow for.
            PackingOptions options = new PackingOptions(
                    Math.max(1L << 52, random.nextLong(1L << 61)), openCost, 1 + random.nextInt(64), true);
            List<FileSplit> splits = FilePacker.pack(files, options, true).stream()
                    .flatMap(partition -> partition.splits().stream())
                    .toList();
            for (VideoFile file : files) {
                long reached = 0;
                for (FileSplit split : splits.stream()
                        .filter(each -> each.file().equals(file))
                        .sorted(Comparator.comparingLong(FileSplit::start))
                        .toList()) {
                    assertThat(split.start()).isEqualTo(reached);
                    assertThat(split.isFirst() && split.isLast() || split.length() >= openCost)
                            .isTrue();
                    reached = split.end();
                }
                assertThat(reached).isEqualTo(FileSplit.TO_THE_END);
            }
        }
    }

    @Test
    void noPieceIsSmallerThanWhatOpeningCosts() {
        assertThat(FilePacker.pack(List.of(file(1, 11 * MIB)), new PackingOptions(MIB, 4 * MIB, 1, true), true))
                .hasSize(2);
        assertThat(FilePacker.pack(List.of(file(1, 7 * MIB)), new PackingOptions(MIB, 4 * MIB, 1, true), true))
                .hasSize(1);
    }

    @Test
    void oneLongFileKeepsAllCoresBusy() {
        assertThat(FilePacker.pack(List.of(file(1, 100 * MIB)), new PackingOptions(128 * MIB, 4 * MIB, 8, true), true))
                .hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mkv", "a.ts", "a.webm", "a.avi", "a.264", "a.MKV", "a.b/video", "a.mp4.part"})
    void aFileWithoutAnIndexInItsHeaderIsCutOnlyWhereItIsVeryLong(String name) {
        PackingOptions options = new PackingOptions(MIB, MIB, 1, true);
        assertThat(FilePacker.pack(List.of(file(name, GIB - 1)), options, true)).hasSize(1);
        assertThat(FilePacker.pack(List.of(file(name, GIB)), options, true)).hasSize(8);
        assertThat(FilePacker.pack(List.of(file(name, 3 * GIB)), new PackingOptions(GIB, MIB, 1, true), true))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp4", "a.MP4", "a.b.mov", "x/a.m4v", "a.3gp", "a.m4s"})
    void aFileWithAnIndexInItsHeaderIsCut(String name) {
        assertThat(FilePacker.pack(List.of(file(name, 64 * MIB)), new PackingOptions(MIB, MIB, 1, true), true))
                .hasSize(64);
    }

    @Test
    void filesAreSpreadOverTheTasksThatCanRun() {
        List<VideoFile> files =
                IntStream.range(0, 8).mapToObj(i -> file(i, 1000)).toList();
        assertThat(FilePacker.pack(files, new PackingOptions(1 << 30, 10, 4, true), false))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void allFilesTogetherKeepTheirOrder() {
        List<VideoFile> files = List.of(file(3, 10), file(1, 5000), file(2, 70));
        assertThat(FilePacker.together(files))
                .isEqualTo(
                        new VideoPartition(files.stream().map(FileSplit::whole).toList()));
    }

    @Test
    void noFilesAreNoPartitions() {
        assertThat(FilePacker.pack(List.of(), new PackingOptions(100, 1, 4, true), true))
                .isEmpty();
    }

    private static VideoFile file(int number, long length) {
        return file("v" + number + ".mp4", length);
    }

    private static VideoFile file(String name, long length) {
        return new VideoFile("file:/" + name, length, 0, List.of());
    }
}
