package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.io.AvioInput;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.MediaRanges;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.Container;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An open container: finds its streams and reads packets, of one stream at a time. Opens nothing but the source that it was
 * given: playlists are no {@linkplain ContainerFormats containers}, nested protocols and reference movies are off. Does not
 * own the source.
 */
public final class Demuxer implements AutoCloseable {
    private static final String MOV = "mov,mp4,m4a,3gp,3g2,mj2";
    private static final String MATROSKA = "matroska,webm";

    private final ByteSource source;
    private final AvioInput input;
    /** Served before all others. */
    private final FirstPackets firstPackets = new FirstPackets();

    private AVFormatContext context;
    private boolean streamsFound;
    private Set<Integer> selected = Set.of();
    private int sought = -1;

    private Demuxer(ByteSource source, AvioInput input, AVFormatContext context) {
        this.source = source;
        this.input = input;
        this.context = context;
        NativeObjects.opened();
    }

    /**
     * Opens a container and finds out about its streams, decoding a few packets where the header is silent.
     *
     * @throws VideoException NOT_A_VIDEO if no container is recognised, CORRUPT if its header is damaged
     */
    public static Demuxer open(ByteSource source, BooleanSupplier cancelled) {
        Demuxer demuxer = openHeader(source, cancelled);
        try {
            demuxer.findStreams();
            return demuxer;
        } catch (RuntimeException | Error e) {
            demuxer.close();
            throw e;
        }
    }

    /**
     * Opens a container and reads its header, no more. Before {@link #findStreams} nothing else about its streams is known.
     *
     * @throws VideoException NOT_A_VIDEO if no container is recognised, CORRUPT if its header is damaged
     */
    static Demuxer openHeader(ByteSource source, BooleanSupplier cancelled) {
        Natives.require();
        if (source.length() == 0) {
            throw new VideoException(
                    Code.NOT_A_VIDEO, "Cannot open " + source.name() + ": the file is empty (0 bytes). Remove it.");
        }
        AvioInput input = new AvioInput(source, cancelled);
        try {
            AVFormatContext context = ContainerFormats.open(source, input);
            input.headerIsOpen();
            return new Demuxer(source, input, context);
        } catch (RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    /** Finds out about the streams, decoding a few packets where the header is silent. To be called once, before reading. */
    void findStreams() {
        if (streamsFound) {
            // FFmpeg would use structures that it has freed.
            throw new IllegalStateException("The streams of " + source.name() + " have been found before");
        }
        streamsFound = true;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            int type = stream.codecpar().codec_type();
            if (type != AVMEDIA_TYPE_VIDEO && type != AVMEDIA_TYPE_AUDIO) {
                stream.discard(avcodec.AVDISCARD_ALL);
            }
        }
        int result = avformat_find_stream_info(context, (PointerPointer<?>) null);
        input.rethrow();
        FfmpegErrors.check(result, "Cannot read the streams of " + source.name());
    }

    /** What the container says about itself. To be called before the first packet is read. */
    Container describe() {
        return ContainerReader.read(this, Integer.MAX_VALUE);
    }

    /**
     * The first packet of every video stream, null where none is found near the beginning. They are read again by
     * {@link #read}.
     */
    AVPacket[] firstPackets() {
        AVPacket[] first = firstPackets.find(context);
        input.rethrow();
        return first;
    }

    /** What is read. */
    ByteSource source() {
        return source;
    }

    /** How FFmpeg reads it; stays owned by this demuxer. */
    AvioInput input() {
        return input;
    }

    /** FFmpeg's structure; stays owned by this demuxer. */
    AVFormatContext context() {
        return context;
    }

    /**
     * FFmpeg's structure of one stream.
     *
     * @throws VideoException CORRUPT if there is none: opening a damaged file twice need not find the same streams
     */
    public AVStream stream(int index) {
        if (index < 0 || index >= context.nb_streams()) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot find stream " + index + " of " + source.name() + ": the file begins with "
                            + context.nb_streams() + " streams. Its header is damaged; copy the file again.");
        }
        return context.streams(index);
    }

    /** Whether the container is of the ISO base media family (MP4, MOV, 3GP). */
    boolean isIsoFile() {
        return MOV.equals(context.iformat().name().getString());
    }

    /** Whether decoding times are made up from the packets before: the container has none. */
    boolean makesUpDecodingTimes() {
        return MATROSKA.equals(context.iformat().name().getString());
    }

    /** The video stream that FFmpeg would choose, or -1. */
    public int bestVideoStream() {
        int best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        return best < 0 ? -1 : best;
    }

    /** Whether the header tells that pictures of a stream are shown in the order in which they are decoded. */
    boolean neverReorders(int streamIndex) {
        return HeaderStreams.neverReorders(stream(streamIndex).codecpar());
    }

    /** From now on only packets of this stream are read. */
    public void select(int streamIndex) {
        select(Set.of(streamIndex));
        sought = streamIndex;
    }

    /** From now on only packets of these streams are read, whichever comes next; there is no seeking among them. */
    void select(Set<Integer> streams) {
        selected = streams;
        for (int i = 0; i < context.nb_streams(); i++) {
            context.streams(i).discard(streams.contains(i) ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
    }

    /** For listing packets without their bytes: serves media data unread, and leaves timestamps as they are stored. */
    void withholdMedia() {
        try {
            input.withhold(MediaRanges.ofIsoFile(source));
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot read " + source.name() + ": " + e.getMessage() + ".", e);
        }
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NOPARSE | AVFormatContext.AVFMT_FLAG_NOFILLIN);
    }

    /**
     * Reads the next packet of the selected stream.
     *
     * @return false at the end
     * @throws VideoException CORRUPT if the container is damaged here; the next call goes on behind it where that is possible
     */
    public boolean read(AVPacket packet) {
        while (true) {
            // Asked here too, because a small file is in FFmpeg's buffer as a whole.
            int result = input.isCancelled() ? AVERROR_EXIT() : readNext(packet);
            if (result < 0) {
                input.rethrow();
                if (result == AVERROR_EOF()) {
                    return false;
                }
                throw FfmpegErrors.exception(result, "Cannot read a packet of " + source.name());
            }
            if (selected.contains(packet.stream_index())) {
                return true;
            }
            av_packet_unref(packet);
        }
    }

    private int readNext(AVPacket packet) {
        return firstPackets.poll(packet) ? 0 : av_read_frame(context, packet);
    }

    /** How many samples the header of a stream lists, as far as it has been read. */
    int listedSamples(int streamIndex) {
        return avformat_index_get_entries_count(context.streams(streamIndex));
    }

    /** Goes to the key frame at or before a timestamp (ticks), as the container finds it; false if it cannot. */
    boolean seek(long timestamp) {
        firstPackets.close();
        int result = av_seek_frame(context, sought, timestamp, AVSEEK_FLAG_BACKWARD);
        input.rethrow();
        return result >= 0;
    }

    /** Which bytes are going to be read; see {@link AvioInput#expect}. */
    void expect(ByteRanges ranges) {
        input.expect(ranges);
    }

    /** Bytes read from the source so far. */
    long bytesRead() {
        return input.bytesRead();
    }

    /** Bytes of the source; as many as there may be if it is not known. */
    long length() {
        return source.length() < 0 ? Long.MAX_VALUE : source.length();
    }

    /** For error messages. */
    String name() {
        return source.name();
    }

    @Override
    public void close() {
        if (context != null) {
            firstPackets.close();
            avformat_close_input(context);
            NativeObjects.closed();
            context = null;
            input.close();
        }
    }
}
