package io.nvvideo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nvvideo.media.Orientation;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fast} against pictures that TorchCodec made with swscale's defaults. */
class FastReferenceTest {
    private static final Path CORPUS = Path.of(System.getProperty("nvvideo.corpus", "../shared/corpus"));

    @ParameterizedTest
    @CsvSource({
        "h264_high_two_video_streams_plus_audio_subs.mp4, 3, nasa_13013.mp4.stream3.frame%06d.png, 389",
        "h264_high_two_video_streams_plus_audio_subs.mp4, 0, nasa_13013.mp4.stream0.frame%06d.png, 35",
        "hevc_main_128x128.mp4, 0, h265_video.mp4.stream0.frame%06d.png, 5",
        "av1_main_360p.mkv, 0, av1_video.mkv.stream0.frame%06d.png, 10",
        "hevc_main10_pq_nasa.mp4, 0, nasa_13013_hdr.mp4.stream0.frame%06d.png, 10",
        "hevc_rext_12bit_pq.mp4, 0, testsrc2_12bit_hdr.mp4.stream0.frame%06d.png, 10",
    })
    void fastGivesThePicturesThatSwscaleGives(String video, int stream, String reference, int last) throws IOException {
        Path file = find(video);
        AtomicInteger compared = new AtomicInteger();
        Output output = Output.RGB.withConversion(Conversion.FAST);
        try (ImageConverter converter = new ImageConverter(output, video)) {
            TestDecoder.decode(file, stream, last, (number, frame) -> {
                Path png = CORPUS.resolve("reference/torchcodec").resolve(String.format(reference, number));
                if (Files.exists(png)) {
                    compare(Pixels.of(converter.convert(frame, Orientation.UPRIGHT)), png);
                    compared.incrementAndGet();
                }
            });
        }
        assertThat(compared.get()).isPositive();
    }

    private static Path find(String video) throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus at " + CORPUS);
        try (var files = Files.walk(CORPUS.resolve("videos"))) {
            return files.filter(f -> f.endsWith(video)).findFirst().orElseThrow();
        }
    }

    private static void compare(Pixels pixels, Path png) {
        Raster raster;
        try {
            raster = ImageIO.read(png.toFile()).getRaster();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(raster.getWidth()).isEqualTo(pixels.shape().width());
        assertThat(raster.getHeight()).isEqualTo(pixels.shape().height());
        int worst = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int c = 0; c < 3; c++) {
                    worst = Math.max(worst, Math.abs(raster.getSample(x, y, c) - pixels.at(x, y, c)));
                }
            }
        }
        assertThat(worst).as(png.getFileName().toString()).isLessThanOrEqualTo(2);
    }
}
