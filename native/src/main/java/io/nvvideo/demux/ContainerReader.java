package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INIT_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.Names;
import io.nvvideo.ffmpeg.PixelFormats;
import io.nvvideo.media.AudioStream;
import io.nvvideo.media.Colour;
import io.nvvideo.media.Container;
import io.nvvideo.media.Orientation;
import io.nvvideo.media.PixelFormat;
import io.nvvideo.media.Rational;
import io.nvvideo.media.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** What FFmpeg found out about a container, as values. */
final class ContainerReader {
    private static final double MICROSECONDS = 1e6;
    private static final int UNKNOWN_LEVEL = -99;

    private ContainerReader() {}

    /**
     * Describes a container.
     *
     * @param headBytes how much of the first packets is there; {@link Integer#MAX_VALUE} for all
     * @return null if that is not all and leaves any doubt
     */
    static Container read(Demuxer demuxer, int headBytes) {
        AVFormatContext context = demuxer.context();
        List<VideoStream> videos = new ArrayList<>();
        List<AudioStream> audios = new ArrayList<>();
        int best = demuxer.bestVideoStream();
        // Streams that turn up while packets are read are not there when the file is opened again.
        AVPacket[] firstPackets = demuxer.firstPackets();
        boolean doubt = false;
        for (int i = 0; i < firstPackets.length; i++) {
            AVStream stream = context.streams(i);
            int type = stream.codecpar().codec_type();
            if (type == AVMEDIA_TYPE_VIDEO) {
                StreamHead head = StreamHead.read(stream.codecpar(), firstPackets[i], headBytes);
                VideoStream video = video(context, stream, firstPackets[i], head);
                doubt |= HeadDoubt.isAbout(stream.codecpar(), video, head);
                videos.add(video);
            } else if (type == AVMEDIA_TYPE_AUDIO) {
                AudioStream audio = audio(stream);
                doubt |= HeadDoubt.isAbout(stream.codecpar(), audio);
                audios.add(audio);
            }
        }
        if (doubt && headBytes != Integer.MAX_VALUE) {
            return null;
        }
        return new Container(
                Names.string(context.iformat().name()),
                seconds(context.duration()),
                seconds(context.start_time()),
                context.bit_rate() > 0 ? context.bit_rate() : null,
                Names.dictionary(context.metadata()),
                videos,
                audios,
                best);
    }

    private static Double seconds(long microseconds) {
        return microseconds == AV_NOPTS_VALUE ? null : microseconds / MICROSECONDS;
    }

    private static VideoStream video(AVFormatContext format, AVStream stream, AVPacket firstPacket, StreamHead head) {
        AVCodecParameters codec = stream.codecpar();
        AVCodec decoder = avcodec.avcodec_find_decoder(codec.codec_id());
        PixelFormat pixelFormat = pixelFormat(codec, head);
        StaticHdr hdr = StaticHdr.ofContainer(codec).or(head.hdr());
        Rational aspect = positive(avformat.av_guess_sample_aspect_ratio(format, stream, null));
        return new VideoStream(
                stream.index(),
                codecName(codec),
                tag(codec.codec_tag()),
                Names.string(avcodec.avcodec_profile_name(codec.codec_id(), codec.profile())),
                codec.level() == UNKNOWN_LEVEL || codec.level() < 0 ? null : codec.level(),
                codec.width(),
                codec.height(),
                // Where the codec crops (H.264, HEVC, VVC); elsewhere what is coded is what is shown.
                Math.max(codec.width(), head.codedWidth()),
                Math.max(codec.height(), head.codedHeight()),
                aspect != null ? aspect : head.sampleAspectRatio(),
                orientation(codec),
                pixelFormat,
                colour(codec, pixelFormat),
                fieldOrder(codec.field_order()),
                hdr.display(),
                hdr.light(),
                rational(stream.time_base()),
                rate(format, stream, stream.avg_frame_rate()),
                rate(format, stream, stream.r_frame_rate()),
                codec.bit_rate() > 0 ? codec.bit_rate() : null,
                codec.video_delay(),
                (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0,
                isEncrypted(stream, codec, firstPacket),
                decoder != null && !decoder.isNull());
    }

    /** What FFmpeg found by decoding; of AV1, what the parser found. */
    private static PixelFormat pixelFormat(AVCodecParameters codec, StreamHead head) {
        boolean parsed = codec.format() == avutil.AV_PIX_FMT_NONE && codec.codec_id() == avcodec.AV_CODEC_ID_AV1;
        return PixelFormats.of(parsed ? head.pixelFormat() : codec.format());
    }

    /**
     * A rate that FFmpeg found. Without timestamps there is nothing that it could have measured: what it gives are defaults
     * and the tick of its own clock, so the rate in the stream's headers counts.
     */
    private static Rational rate(AVFormatContext format, AVStream stream, AVRational found) {
        if ((format.iformat().flags() & avformat.AVFMT_NOTIMESTAMPS) == 0) {
            return positive(found);
        }
        Rational header = positive(stream.codecpar().framerate());
        return header != null ? header : positive(stream.avg_frame_rate());
    }

    private static AudioStream audio(AVStream stream) {
        AVCodecParameters codec = stream.codecpar();
        Map<String, String> tags = Names.dictionary(stream.metadata());
        boolean hasDuration = stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0;
        return new AudioStream(
                stream.index(),
                codecName(codec),
                Names.string(avcodec.avcodec_profile_name(codec.codec_id(), codec.profile())),
                codec.sample_rate() > 0 ? codec.sample_rate() : null,
                codec.ch_layout().nb_channels() > 0 ? codec.ch_layout().nb_channels() : null,
                channelLayout(codec),
                Names.string(avutil.av_get_sample_fmt_name(codec.format())),
                codec.bit_rate() > 0 ? codec.bit_rate() : null,
                hasDuration ? rational(stream.time_base()).seconds(stream.duration()) : null,
                tags.get("language"));
    }

    private static String channelLayout(AVCodecParameters codec) {
        byte[] text = new byte[128];
        int written = avutil.av_channel_layout_describe(codec.ch_layout(), text, text.length);
        if (written <= 1 || codec.ch_layout().nb_channels() == 0) {
            return null;
        }
        return new String(text, 0, Math.min(written, text.length) - 1, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String codecName(AVCodecParameters codec) {
        return codec.codec_id() == avcodec.AV_CODEC_ID_NONE
                ? null
                : Names.string(avcodec.avcodec_get_name(codec.codec_id()));
    }

    /** The four characters of a codec tag; unprintable ones as FFmpeg writes them: [0]. */
    private static String tag(int tag) {
        if (tag == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int c = tag >>> 8 * i & 0xff;
            if (c >= 0x20 && c < 0x7f) {
                text.append((char) c);
            } else {
                text.append('[').append(c).append(']');
            }
        }
        return text.toString();
    }

    private static Colour colour(AVCodecParameters codec, PixelFormat format) {
        String range = Names.colourRange(codec.color_range());
        if (range == null && format != null && format.name().startsWith("yuvj")) {
            range = "pc";
        }
        return new Colour(
                range,
                Names.colourSpace(codec.color_space()),
                Names.colourPrimaries(codec.color_primaries()),
                Names.colourTransfer(codec.color_trc()),
                Names.chromaLocation(codec.chroma_location()));
    }

    /** FFmpeg's names (libavcodec, AVFieldOrder): first letter coded first, second letter displayed first. */
    private static String fieldOrder(int order) {
        return switch (order) {
            case avcodec.AV_FIELD_PROGRESSIVE -> "progressive";
            case avcodec.AV_FIELD_TT -> "tt";
            case avcodec.AV_FIELD_BB -> "bb";
            case avcodec.AV_FIELD_TB -> "tb";
            case avcodec.AV_FIELD_BT -> "bt";
            default -> null;
        };
    }

    private static boolean isEncrypted(AVStream stream, AVCodecParameters codec, AVPacket firstPacket) {
        return CodecData.sideData(codec, AV_PKT_DATA_ENCRYPTION_INIT_INFO) != null
                // Sample entry 'encv' of ISO/IEC 23001-7, and what FFmpeg notes of Matroska's ContentEncryption.
                || "encv".equals(tag(codec.codec_tag()))
                || Names.dictionary(stream.metadata()).containsKey("enc_key_id")
                || firstPacket != null
                        && isPresent(
                                av_packet_get_side_data(firstPacket, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null));
    }

    private static Orientation orientation(AVCodecParameters codec) {
        AVPacketSideData data = CodecData.sideData(codec, AV_PKT_DATA_DISPLAYMATRIX);
        if (data == null || data.size() < 36) {
            return Orientation.UPRIGHT;
        }
        IntPointer matrix = new IntPointer(data.data());
        return Orientation.ofMatrix(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    private static boolean isPresent(Pointer pointer) {
        return pointer != null && !pointer.isNull();
    }

    private static Rational rational(AVRational rational) {
        return new Rational(rational.num(), rational.den());
    }

    private static Rational positive(AVRational rational) {
        Rational value = rational(rational);
        return value.isPositive() ? value : null;
    }
}
