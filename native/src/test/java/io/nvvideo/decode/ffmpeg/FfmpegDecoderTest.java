package io.nvvideo.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_THEORA;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.nvvideo.VideoException;
import io.nvvideo.decode.Reading;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.junit.jupiter.api.Test;

class FfmpegDecoderTest {
    private static final Reading READING = new Reading(Output.RGB, Orientation.UPRIGHT, packet -> true);

    @Test
    void aDecoderThatCannotBeOpenedIsAnErrorHoweverOftenItIsUsed() {
        Natives.require();
        AVFormatContext container = avformat_alloc_context();
        AVStream stream = avformat_new_stream(container, (AVCodec) null);
        // Theora keeps its headers beside the packets, and here are none.
        stream.codecpar().codec_type(AVMEDIA_TYPE_VIDEO).codec_id(AV_CODEC_ID_THEORA);
        try (FfmpegDecoder decoder = new FfmpegDecoder(stream, 1, "a.ogv", number -> "packet " + number, true)) {
            for (int i = 0; i < 2; i++) {
                assertFails(() -> decoder.begin(READING));
                assertFails(decoder::flush);
                assertFails(decoder::receive);
                assertFails(decoder::sendEnd);
            }
        } finally {
            avformat_free_context(container);
        }
    }

    private static void assertFails(Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith("Cannot open the theora decoder for a.ogv: ");
    }
}
