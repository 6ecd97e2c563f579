package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_list_parse_str;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;

import io.nvvideo.demux.Demuxer;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.image.ColourRule;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.PixelFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * The packets of a file's best video stream as NVDEC's parser wants them: start codes, headers in the stream. Their timestamp is
 * their number, which is what tells pictures apart: some containers store no times, and some wrong ones.
 */
public final class StreamPackets implements AutoCloseable {
    /** What MP4 and Matroska keep beside the stream goes back into it. */
    private static final Map<String, String> FILTERS = Map.of(
            // The first of the two leaves them out where a packet begins with a NAL unit that it does not know.
            "h264", "h264_mp4toannexb,dump_extra", "hevc", "hevc_mp4toannexb,dump_extra", "mpeg4", "dump_extra");

    private final Demuxer demuxer;
    private final AVBSFContext filter = new AVBSFContext(null);
    private final AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
    private final AVCodecParameters parameters;
    private long number;
    private boolean ended;

    public StreamPackets(Path file, String codec) {
        this(file, codec, "null");
    }

    /**
     * @param behind what packets go through behind that, as FFmpeg's tools have it
     */
    public StreamPackets(Path file, String codec, String behind) {
        demuxer = Demuxer.open(ByteSource.of(file), () -> false);
        int stream = demuxer.bestVideoStream();
        demuxer.select(stream);
        parameters = demuxer.stream(stream).codecpar();
        String cannot = "Cannot filter the packets of " + file;
        FfmpegErrors.check(av_bsf_list_parse_str(FILTERS.getOrDefault(codec, "null") + "," + behind, filter), cannot);
        FfmpegErrors.check(avcodec_parameters_copy(filter.par_in(), parameters), cannot);
        filter.time_base_in(demuxer.stream(stream).time_base());
        FfmpegErrors.check(av_bsf_init(filter), cannot);
    }

    /** The bytes of all packets of a file. */
    public static List<byte[]> all(Path file, String codec, String behind) {
        List<byte[]> all = new ArrayList<>();
        try (StreamPackets packets = new StreamPackets(file, codec, behind)) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                all.add(bytes);
            }
        }
        return all;
    }

    /** What the stream's tags say of its colours. */
    ColourRule colour(PixelFormat format) {
        return ColourRule.of(
                format,
                parameters.color_space(),
                parameters.color_range(),
                parameters.color_primaries(),
                parameters.chroma_location(),
                parameters.height());
    }

    /** The next packet, valid until the next call; null at the end. */
    public AVPacket next() {
        av_packet_unref(packet);
        while (av_bsf_receive_packet(filter, packet) < 0) {
            if (ended) {
                return null;
            }
            ended = !demuxer.read(packet);
            packet.pts(number++);
            FfmpegErrors.check(av_bsf_send_packet(filter, ended ? null : packet), "Cannot filter a packet");
        }
        return packet;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_bsf_free(filter);
        demuxer.close();
    }
}
