package io.nvvideo.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no videos, and files that point to others: they open nothing but themselves. */
@Timeout(30)
class ContainerFormatsTest {
    @TempDir
    static Path folder;

    private static Path referenced;

    @BeforeAll
    static void makeWhatIsPointedTo() {
        referenced = TestVideos.make(folder.resolve("referenced.ts"), Spec.H264);
    }

    /** %s stands for what is pointed to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n%s\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\n%s\n",
                "ffconcat version 1.0\nfile '%s'\n",
                "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                        + " mediaPresentationDuration=\"PT2S\"><Period><AdaptationSet mimeType=\"video/mp2t\">"
                        + "<Representation id=\"1\" bandwidth=\"1000\"><BaseURL>%s</BaseURL></Representation>"
                        + "</AdaptationSet></Period></MPD>\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
                        + "a=rtpmap:96 H264/90000\na=control:%s\n",
                "# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n"
                        + "timestamp: 00:00:01:000, filepos: 000000000\n%s\n",
            })
    void aPlaylistOpensNothingButItself(String text) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String web = "http://127.0.0.1:" + server.getLocalPort() + "/video.ts";
            for (String target : new String[] {web, "referenced.ts", referenced.toString(), "file:" + referenced}) {
                for (String extension : new String[] {"m3u8", "ffconcat", "mpd", "sdp", "idx", "mp4"}) {
                    refuse(Files.writeString(folder.resolve("list." + extension), text.replace("%s", target)));
                }
            }
            assertNobodyCalled(server);
        }
    }

    @Test
    void aReferenceMovieOpensNothingButItself() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String web = "http://127.0.0.1:" + server.getLocalPort() + "/video.mov";
            for (String target : new String[] {web, referenced.toString()}) {
                byte[] url = (target + "\0").getBytes(StandardCharsets.US_ASCII);
                byte[] reference =
                        box("rdrf", ints(0), "url ".getBytes(StandardCharsets.US_ASCII), ints(url.length), url);
                refuse(Files.write(
                        folder.resolve("reference.mov"),
                        concat(
                                box("ftyp", "qt  ".getBytes(StandardCharsets.US_ASCII), ints(0)),
                                box("moov", box("rmra", box("rmda", reference))))));
            }
            assertNobodyCalled(server);
        }
    }

    @Test
    void aNameThatIsAPatternOpensNothingButItself() throws IOException {
        byte[] picture = HexFormat.of().parseHex(ONE_PIXEL);
        Files.write(folder.resolve("img001.png"), picture);
        refuse(Files.write(folder.resolve("img%03d.png"), picture));
        refuse(Files.write(folder.resolve("img*.png"), picture));
    }

    @Test
    void textsArchivesAndPicturesAreNoVideos() throws IOException {
        String text = "The quick brown fox jumps over the lazy dog.\r\n".repeat(200);
        for (String extension : new String[] {"txt", "nfo", "ans", "diz", "asc", "mp4", "yuv", "rgb", "xbin", "srt"}) {
            refuse(Files.writeString(folder.resolve("README." + extension), text));
        }
        refuse(Files.writeString(
                folder.resolve("subtitles.mp4"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n".repeat(9)));
        refuse(Files.writeString(folder.resolve("vtt.mp4"), "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"));
        refuse(Files.writeString(folder.resolve("page.mp4"), "<!DOCTYPE html><html><body>404</body></html>"));
        refuse(Files.writeString(folder.resolve("vector.mp4"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        refuse(Files.write(folder.resolve("picture.mp4"), HexFormat.of().parseHex(ONE_PIXEL)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        refuse(Files.write(folder.resolve("archive.mp4"), bytes.toByteArray()));
    }

    /** A PNG of 1x1. */
    private static final String ONE_PIXEL = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            + "0000000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082";

    /** Opening or reading fails with an error that names the file, and gives no frame. */
    private static void refuse(Path file) {
        assertThatThrownBy(() -> {
                    try (Video video = Video.open(file)) {
                        video.frame(0);
                    }
                })
                .as(file.toString())
                .isInstanceOfSatisfying(
                        VideoException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_A_VIDEO))
                .hasMessageContaining(file.getFileName().toString());
    }

    private static void assertNobodyCalled(ServerSocket server) throws IOException {
        server.setSoTimeout(50);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    private static byte[] box(String type, byte[]... content) throws IOException {
        byte[] all = concat(content);
        return concat(ints(all.length + 8), type.getBytes(StandardCharsets.US_ASCII), all);
    }

    private static byte[] ints(int value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(value);
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }
}
