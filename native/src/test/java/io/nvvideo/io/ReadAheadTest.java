package io.nvvideo.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.ByteRanges;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int BUFFER = 64 * 1024;
    private static final int FIRST = ReadAhead.FIRST_BYTES;

    private final ReadAhead ahead = new ReadAhead(BUFFER);

    /** Reads where FFmpeg wants a whole buffer. */
    private int read(long position) {
        int bytes = ahead.bytes(position, BUFFER);
        ahead.readUpTo(position + bytes);
        return bytes;
    }

    @Test
    void readsDoubleUpToABufferWhileTheyGoOn() {
        assertThat(read(0)).isEqualTo(FIRST);
        assertThat(read(FIRST)).isEqualTo(2 * FIRST);
        assertThat(read(3 * FIRST)).isEqualTo(4 * FIRST);
        assertThat(read(7 * FIRST)).isEqualTo(BUFFER);
        assertThat(read(7 * FIRST + BUFFER)).isEqualTo(BUFFER);
    }

    @Test
    void aNewPlaceBeginsWithLittle() {
        read(0);
        read(FIRST);
        assertThat(read(1_000_000)).isEqualTo(FIRST);
        assertThat(read(500)).isEqualTo(FIRST);
    }

    @Test
    void noMoreIsReadThanIsAskedFor() {
        assertThat(ahead.bytes(0, 100)).isEqualTo(100);
    }

    @Test
    void whatIsExpectedIsReadUpToItsEndAtOnce() {
        ahead.expect(ByteRanges.join(new long[] {1000}, new long[] {1000 + 3L * FIRST}, 0));
        assertThat(read(1000)).isEqualTo(3 * FIRST);
        assertThat(ahead.bytes(1000 + FIRST, BUFFER)).isEqualTo(2 * FIRST);
        assertThat(ahead.bytes(1000, 100)).isEqualTo(100);
    }

    @Test
    void behindWhatWasExpectedReadingBeginsWithLittleThoughItGoesOn() {
        ahead.expect(ByteRanges.join(new long[] {0}, new long[] {40_000}, 0));
        assertThat(read(0)).isEqualTo(40_000);
        assertThat(read(40_000)).isEqualTo(FIRST);
    }
}
