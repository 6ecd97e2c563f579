package io.nvvideo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Adler32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoded pixels against checksums that the makers of codecs publish with their test streams. */
class CorpusChecksumsTest {

    @ParameterizedTest
    @ValueSource(strings = {"vp8_tv_008_1432x888.ivf", "vp8_tv_014_175x143.ivf", "vp8_tv_comprehensive_001.ivf"})
    void framesOfVp8AreThoseOfItsTestVectors(String name) throws IOException, NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        List<String> hashes = new ArrayList<>();
        for (byte[] frame : frames(name)) {
            hashes.add(HexFormat.of().formatHex(md5.digest(frame)));
        }
        assertThat(hashes)
                .isNotEmpty()
                .isEqualTo(lines("vp8-md5", name + ".md5").stream()
                        .map(line -> line.split(" ")[0])
                        .toList());
    }

    // Left out: h264_cabac_B_640x320.264, where FFmpeg 5.1 differs too.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264_baseline_SarVui.264",
                "h264_cbp_BA_MW_D.264",
                "h264_cbp_crop_CVFC1_Sony_C.264",
                "h264_ipcm_qcif.264",
                "h264_multi_paramsets_MPS_MW_A.264",
                "h264_nonref_NRF_MW_E.264"
            })
    void framesOfH264AreThoseOfOpenH264(String name) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        frames(name).forEach(sha1::update);
        String wanted = lines("openh264-sha1", "sha1.tsv").stream()
                .filter(line -> line.startsWith(name + "\t"))
                .findFirst()
                .orElseThrow();
        assertThat(HexFormat.of().formatHex(sha1.digest())).isEqualTo(wanted.split("\t")[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264_mbaff_HCAMFF1.264", "h264_paff_field_HCAFF1.264"})
    void interlacedFramesAreThoseOfTheConformanceSuite(String name) throws IOException {
        List<String> checksums = new ArrayList<>();
        for (byte[] frame : frames(name)) {
            // FFmpeg's framecrc is Adler-32 that starts at 0 instead of 1: both sums, which are modulo 65521.
            Adler32 adler = new Adler32();
            adler.update(frame);
            long low = Math.floorMod((adler.getValue() & 0xffff) - 1, 65521);
            long high = Math.floorMod((adler.getValue() >>> 16) - frame.length, 65521);
            checksums.add(String.format("0x%08x", high << 16 | low));
        }
        assertThat(checksums)
                .isNotEmpty()
                .isEqualTo(lines("ffmpeg-fate", name + ".framecrc").stream()
                        .map(line -> line.split(", ")[3])
                        .toList());
    }

    private static List<byte[]> frames(String name) {
        List<byte[]> frames = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        new CorpusStream(name, -1).decode(errors, reader -> frames.add(CorpusStream.bytes(reader)));
        assertThat(errors).isEmpty();
        return frames;
    }

    private static List<String> lines(String kind, String file) throws IOException {
        Path path = Corpus.folder().resolve("reference").resolve(kind).resolve(file);
        return Files.readAllLines(path).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
