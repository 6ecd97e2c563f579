package io.nvvideo.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaRangesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private void box(String type, int payload) throws IOException {
        header(payload + 8, type);
        out.write(new byte[payload]);
    }

    private void header(int size, String type) throws IOException {
        out.writeInt(size);
        out.write(type.getBytes(StandardCharsets.US_ASCII));
    }

    private MediaRanges ranges() throws IOException {
        return MediaRanges.ofIsoFile(ByteSource.of("boxes", bytes.toByteArray()));
    }

    @Test
    void onlyTheMediaDataIsWithheld() throws IOException {
        box("ftyp", 12); // 0..20
        box("mdat", 100); // 20..128, payload from 28
        box("moov", 30); // 128..166
        MediaRanges ranges = ranges();
        assertThat(ranges.withheldFrom(0, 50)).isZero();
        assertThat(ranges.readableFrom(0, 50)).isEqualTo(28);
        assertThat(ranges.withheldFrom(28, 50)).isEqualTo(50);
        assertThat(ranges.withheldFrom(100, 50)).isEqualTo(28);
        assertThat(ranges.withheldFrom(128, 50)).isZero();
        assertThat(ranges.readableFrom(128, 50)).isEqualTo(50);
    }

    @Test
    void largeSizesAndBoxesUpToTheEndAreUnderstood() throws IOException {
        header(1, "mdat");
        out.writeLong(16 + 40);
        out.write(new byte[40]);
        header(0, "mdat");
        out.write(new byte[9]);
        MediaRanges ranges = ranges();
        assertThat(ranges.withheldFrom(16, 1000)).isEqualTo(40);
        assertThat(ranges.withheldFrom(56, 10)).isZero();
        assertThat(ranges.withheldFrom(64, 1000)).isEqualTo(9);
    }

    @Test
    void impossibleSizesEndTheWalk() throws IOException {
        header(4, "free");
        box("mdat", 100);
        assertThat(ranges().withheldFrom(20, 10)).isZero();
    }

    @Test
    void aBoxThatClaimsMoreThanTheFileHoldsEndsWithTheFile() throws IOException {
        header(1_000_000, "mdat");
        out.write(new byte[50]);
        assertThat(ranges().withheldFrom(8, 1000)).isEqualTo(50);
    }

    @Test
    void aFileOfNothingButBoxesIsNotWalkedForEver() throws IOException {
        long[] reads = {0};
        ByteSource endless = new ByteSource() {
            @Override
            public String name() {
                return "boxes";
            }

            @Override
            public long length() {
                return 1L << 40;
            }

            @Override
            public boolean isSeekable() {
                return true;
            }

            @Override
            public int read(long position, byte[] buffer, int offset, int length) {
                reads[0]++;
                java.util.Arrays.fill(buffer, offset, offset + length, (byte) 0);
                buffer[offset + 3] = 8;
                return length;
            }

            @Override
            public void close() {}
        };
        assertThat(MediaRanges.ofIsoFile(endless).withheldFrom(0, 8)).isZero();
        assertThat(reads[0]).isLessThan(2_000_000);
    }
}
