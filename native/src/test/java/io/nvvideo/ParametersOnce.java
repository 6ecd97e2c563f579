package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Raw H.264 streams with a second set of picture parameters, the same as the first, that is sent only once: in front of one
 * frame. The frames from there on that are no key frames refer to it.
 */
final class ParametersOnce {
    private static final int SLICE = 1;
    private static final int KEY_SLICE = 5;
    private static final int PICTURE_PARAMETERS = 8;

    private ParametersOnce() {}

    /**
     * Writes one.
     *
     * @param plain a raw stream with one set
     * @param first the frame
     * @param damaged frames that cannot be decoded as a whole
     */
    static Path write(Path plain, Path to, int first, IntPredicate damaged) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int frame = -1;
        byte[] parameters = null;
        for (byte[] unit : units(read(plain))) {
            int type = unit[0] & 0x1f;
            if (type == PICTURE_PARAMETERS) {
                parameters = unit;
            }
            boolean begins = (type == SLICE || type == KEY_SLICE) && (unit[1] & 0x80) != 0; // first macroblock 0
            frame += begins ? 1 : 0;
            if (begins && frame == first) {
                write(out, withIdentity1(parameters, 0));
            }
            byte[] written = type == SLICE && frame >= first ? withIdentity1(unit, 2) : unit;
            if (type == SLICE && damaged.test(frame)) {
                Arrays.fill(written, written.length / 4, written.length, (byte) 1);
            }
            write(out, written);
        }
        try {
            return Files.write(to, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ByteArrayOutputStream out, byte[] unit) {
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.writeBytes(unit);
    }

    /** NAL units of an Annex B stream, without start codes. */
    private static List<byte[]> units(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (begin >= 0) {
                    units.add(Arrays.copyOfRange(stream, begin, stream[i - 1] == 0 ? i - 1 : i));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(stream, begin, stream.length));
        return units;
    }

    /** The unit with 1 instead of 0 for the parameter set: the Exp-Golomb code behind so many others (7.3.2.2, 7.3.3). */
    private static byte[] withIdentity1(byte[] unit, int codesBefore) {
        StringBuilder bits = new StringBuilder();
        for (int i = 1, zeros = 0; i < unit.length; i++) {
            boolean escape = zeros >= 2 && unit[i] == 3;
            zeros = unit[i] == 0 ? zeros + 1 : 0;
            if (!escape) {
                bits.append(Integer.toBinaryString(unit[i] & 0xff | 0x100).substring(1));
            }
        }
        int at = 0;
        for (int i = 0; i < codesBefore; i++) {
            int zeros = bits.indexOf("1", at) - at;
            at += 2 * zeros + 1;
        }
        assertThat(bits.charAt(at)).as("0 as an Exp-Golomb code").isEqualTo('1');
        bits.replace(at, at + 1, "010");
        bits.setLength(bits.lastIndexOf("1") + 1);
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(unit[0]);
        int zeros = 0;
        for (int i = 0; i < bits.length(); i += 8) {
            int value = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros >= 2 && value <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
