package io.nvvideo.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesAheadTest {
    private static final int KB = 1024;

    private final byte[] file = new byte[40_000 * KB];
    private final List<Integer> requests = new ArrayList<>();

    /** Counts a request for each window, and gives it in two parts, as streams may. */
    private final BytesAhead ahead = new BytesAhead(
            (position, into, offset, length) -> {
                if (offset == 0) {
                    requests.add(length);
                }
                int count = Math.max(1, length / 2);
                System.arraycopy(file, (int) position, into, offset, count);
                return count;
            },
            file.length);

    @Test
    void bytesAreThoseOfTheFileHoweverTheyAreAskedFor() throws IOException {
        Random random = new Random(1);
        random.nextBytes(file);
        byte[] buffer = new byte[256 * KB];
        long position = 0;
        for (int i = 0; i < 2000; i++) {
            position = random.nextInt(10) == 0 ? random.nextInt(file.length) : position;
            int wanted = 1 + random.nextInt(buffer.length);
            int count = ahead.read(position, buffer, 0, wanted);
            if (position >= file.length) {
                assertThat(count).isEqualTo(-1);
                position = 0;
                continue;
            }
            assertThat(count).isBetween(1, wanted);
            for (int at = 0; at < count; at += 97) {
                assertThat(buffer[at]).isEqualTo(file[(int) position + at]);
            }
            position += count;
        }
    }

    @Test
    void windowsGrowWhileReadingGoesOn() throws IOException {
        readAll(256 * KB, 0, file.length);
        assertThat(requests)
                .startsWith(64 * KB, 128 * KB, 256 * KB, 512 * KB, KB * KB, 2 * KB * KB, 4 * KB * KB, 8 * KB * KB)
                .hasSize(11);
        assertThat(requests.stream().mapToInt(Integer::intValue).sum()).isEqualTo(file.length);
    }

    @Test
    void aLookAtTheEndDoesNotMakeReadingOnBeginAnew() throws IOException {
        readAll(64 * KB, 0, 64 * KB);
        ahead.read(file.length - KB, new byte[256 * KB], 0, 256 * KB);
        readAll(64 * KB, 64 * KB, 400 * KB);
        assertThat(requests).containsExactly(64 * KB, KB, 128 * KB, 256 * KB);
    }

    @Test
    void whatWillBeWantedIsReadAtOnceAndNoByteMore() throws IOException {
        ahead.expect(
                ByteRanges.join(new long[] {1000, 500 * KB, 20_000 * KB}, new long[] {1010, 700 * KB, file.length}, 1));
        for (long position : new long[] {1000, 500 * KB, 500 * KB + 1, 20_000 * KB, 20_000 * KB + 8 * KB * KB}) {
            ahead.read(position, new byte[256 * KB], 0, 256 * KB);
        }
        assertThat(requests).containsExactly(10, 200 * KB, 8 * KB * KB, 8 * KB * KB);
    }

    @Test
    void aPlanThatIsBegunInTheMiddleIsReadFromThere() throws IOException {
        ahead.expect(ByteRanges.join(new long[] {500 * KB}, new long[] {700 * KB}, 1));
        ahead.read(650 * KB, new byte[16], 0, 16);
        assertThat(requests).containsExactly(50 * KB);
    }

    @Test
    void whatWasNotPlannedIsReadAsIfThereWereNoPlan() throws IOException {
        ahead.expect(ByteRanges.join(new long[] {500 * KB}, new long[] {700 * KB}, 1));
        readAll(16 * KB, 500 * KB, 2000 * KB);
        assertThat(requests).startsWith(200 * KB, 64 * KB, 128 * KB, 256 * KB);
        ahead.expect(ByteRanges.NONE);
        ahead.read(10 * KB, new byte[16], 0, 16);
        assertThat(requests.get(requests.size() - 1)).isEqualTo(64 * KB);
    }

    @Test
    void bytesAreThoseOfTheFileWhateverIsPlanned() throws IOException {
        Random random = new Random(2);
        long[] starts =
                random.longs(40, 0, file.length - 1000 * KB).sorted().distinct().toArray();
        long[] ends = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            long most = (i + 1 < starts.length ? starts[i + 1] : file.length) - starts[i];
            ends[i] = starts[i] + 1 + random.nextLong(most);
        }
        ahead.expect(ByteRanges.join(starts, ends, 1));
        bytesAreThoseOfTheFileHoweverTheyAreAskedFor();
    }

    @Test
    void theRestOfAFileIsReadAtOnceIfItIsAskedFor() throws IOException {
        ahead.read(file.length - 100 * KB, new byte[256 * KB], 0, 256 * KB);
        assertThat(requests).containsExactly(100 * KB);
    }

    @Test
    void jumpsAskForNoMoreThanTheSmallestWindow() throws IOException {
        for (int position = file.length - KB * KB; position > 0; position -= KB * KB) {
            ahead.read(position, new byte[16], 0, 16);
        }
        assertThat(requests).containsOnly(BytesAhead.SMALLEST);
    }

    @Test
    void whatWasReadLatelyIsNotReadAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            readAll(256 * KB, 0, KB * KB);
            readAll(256 * KB, file.length - 100 * KB, file.length);
        }
        assertThat(requests).containsExactly(64 * KB, 128 * KB, 256 * KB, 512 * KB, KB * KB, 100 * KB);
    }

    @Test
    void theEndOfTheFileIsToldEvenIfItComesEarly() throws IOException {
        BytesAhead cutOff = new BytesAhead((position, into, offset, length) -> -1, 100);
        assertThat(cutOff.read(0, new byte[10], 0, 10)).isEqualTo(-1);
        assertThat(cutOff.read(100, new byte[10], 0, 10)).isEqualTo(-1);
    }

    private void readAll(int atATime, long from, long to) throws IOException {
        byte[] buffer = new byte[atATime];
        for (long position = from; position < to; ) {
            position += ahead.read(position, buffer, 0, atATime);
        }
    }
}
