package io.nvvideo.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.nvvideo.Corpus;
import io.nvvideo.Video;
import io.nvvideo.VideoException;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.ContentLight;
import io.nvvideo.media.MasteringDisplay;
import io.nvvideo.media.VideoStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.junit.jupiter.api.Test;

class HdrMetadataTest {
    private static final MasteringDisplay P3_OF_1000 =
            new MasteringDisplay(0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329, 0.0001, 1000.0);

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void anSeiUnitTellsTheMasteringDisplayAndTheContentLight() {
        // Green 13250 34500, blue 7500 3000, red 34000 16000, white 15635 16450 (1/50000); 1 to 10000000 (1/10000
        // cd/m2).
        String display = "89 18 33c2 86c4 1d4c 0bb8 84d0 3e80 3d13 4042 00989680 000003 0001";
        String light = "90 04 03e8 0190";
        StaticHdr hdr = StaticHdr.ofSei(bytes("4e01" + display + light + "80"), 2);
        assertThat(hdr.display()).isEqualTo(P3_OF_1000);
        assertThat(hdr.light()).isEqualTo(new ContentLight(1000, 400));
    }

    @Test
    void anSeiUnitThatIsCutOffTellsNothing() {
        assertThat(StaticHdr.ofSei(bytes("4e01 90 04 03e8 01"), 2)).isEqualTo(StaticHdr.NONE);
    }

    @Test
    void metadataOfAv1TellsTheSameInItsOwnUnits() {
        // Chromaticity in 1/65536, luminance in 1/256 and 1/16384 cd/m2.
        String display = "02 8000 4000 4000 8000 2000 1000 5000 5400 0003e800 00004000 80";
        assertThat(StaticHdr.ofMetadata(bytes(display)).display())
                .isEqualTo(new MasteringDisplay(0.5, 0.25, 0.25, 0.5, 0.125, 0.0625, 0.3125, 0.328125, 1.0, 1000.0));
        assertThat(StaticHdr.ofMetadata(bytes("01 03e8 0190 80")).light()).isEqualTo(new ContentLight(1000, 400));
    }

    @Test
    void theDescriptionTellsWhatTheFirstDecodedPictureTells() throws IOException {
        Corpus.requireCorpus();
        List<String> withMetadata = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.list(Corpus.folder().resolve("videos"))) {
            for (Path file : files.sorted().toList()) {
                VideoStream stream = stream(file);
                if (stream == null || !String.valueOf(stream.codec()).matches("h264|hevc")) {
                    continue;
                }
                StaticHdr decoded = firstPicture(file, stream.index());
                StaticHdr told = new StaticHdr(stream.masteringDisplay(), stream.contentLight());
                if (!decoded.equals(StaticHdr.NONE)) {
                    withMetadata.add(file.getFileName().toString());
                }
                if (!told.or(decoded).equals(told) || !decoded.or(told).equals(told)) {
                    wrong.add(file.getFileName() + ": " + told + ", decoded " + decoded);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(withMetadata).hasSizeGreaterThanOrEqualTo(3);
        System.out.println(withMetadata);
    }

    private static VideoStream stream(Path file) {
        try (Video video = Video.open(file)) {
            return video.stream();
        } catch (VideoException e) {
            return null;
        }
    }

    /** By FFmpeg's decoder, whole packets, up to the first picture that it gives. */
    private static StaticHdr firstPicture(Path file, int streamIndex) {
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        AVCodecContext decoder = null;
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            decoder = avcodec_alloc_context3(
                    avcodec_find_decoder(demuxer.stream(streamIndex).codecpar().codec_id()));
            avcodec_parameters_to_context(decoder, demuxer.stream(streamIndex).codecpar());
            avcodec_open2(decoder, null, (AVDictionary) null);
            demuxer.select(streamIndex);
            while (demuxer.read(packet)) {
                avcodec_send_packet(decoder, packet);
                av_packet_unref(packet);
                if (avcodec_receive_frame(decoder, frame) >= 0) {
                    return new StaticHdr(display(frame), light(frame));
                }
            }
            avcodec_send_packet(decoder, null);
            return avcodec_receive_frame(decoder, frame) >= 0
                    ? new StaticHdr(display(frame), light(frame))
                    : StaticHdr.NONE;
        } catch (VideoException e) {
            return StaticHdr.NONE;
        } finally {
            avcodec_free_context(decoder);
            av_frame_free(frame);
            av_packet_free(packet);
        }
    }

    private static MasteringDisplay display(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
        if (data == null) {
            return null;
        }
        AVMasteringDisplayMetadata display = new AVMasteringDisplayMetadata(data.data());
        double[] values = new double[10];
        for (int i = 0; i < 6; i++) {
            values[i] = (double) display.display_primaries(i / 2, i % 2).num()
                    / display.display_primaries(i / 2, i % 2).den();
        }
        for (int i = 0; i < 2; i++) {
            values[6 + i] = (double) display.white_point(i).num()
                    / display.white_point(i).den();
        }
        values[8] =
                (double) display.min_luminance().num() / display.min_luminance().den();
        values[9] =
                (double) display.max_luminance().num() / display.max_luminance().den();
        return new MasteringDisplay(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8],
                values[9]);
    }

    private static ContentLight light(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
        if (data == null) {
            return null;
        }
        AVContentLightMetadata light = new AVContentLightMetadata(data.data());
        return new ContentLight(light.MaxCLL(), light.MaxFALL());
    }
}
