package io.nvvideo.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.ByteRanges;
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
    void whatIsWantedOfTheMediaDataIsNotWithheld() throws IOException {
        box("ftyp", 12); // 0..20
        box("mdat", 100); // 20..128, payload from 28
        box("mdat", 50); // 128..186, payload from 136
        ByteRanges wanted = ByteRanges.join(new long[] {28, 60, 120, 180}, new long[] {30, 70, 140, 1000}, 1);
        MediaRanges ranges = ranges().except(wanted);
        StringBuilder withheld = new StringBuilder();
        for (int position = 0; position < 200; position++) {
            withheld.append(ranges.withheldFrom(position, 1) == 1 ? '-' : '+');
        }
        assertThat(withheld.toString())
                .isEqualTo("+".repeat(30)
                        + "-".repeat(30)
                        + "+".repeat(10)
                        + "-".repeat(50)
                        + "+".repeat(20)
                        + "-".repeat(40)
                        + "+".repeat(20));
        assertThat(ranges.readableFrom(60, 50)).isEqualTo(10);
        assertThat(ranges.withheldFrom(70, 100)).isEqualTo(50);
    }

    @Test
    void boxesBehindTheLastPlaceOfInterestAreNotLookedFor() throws IOException {
        box("mdat", 100);
        box("mdat", 100);
        MediaRanges ranges = MediaRanges.ofIsoFile(ByteSource.of("boxes", bytes.toByteArray()), 50);
        assertThat(ranges.withheldFrom(50, 10)).isEqualTo(10);
        assertThat(ranges.withheldFrom(150, 10)).isZero();
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
