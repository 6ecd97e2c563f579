package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.ffmpeg.FfmpegDecoder;
import io.nvvideo.demux.OpenContainer;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.read.Encryption;
import io.nvvideo.read.FrameSequence;
import io.nvvideo.read.ReadingCosts;
import io.nvvideo.read.StreamReader;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One source and all that is open on it: its container, the indices of its streams, and what reads frames of the chosen one. */
final class OpenSource implements AutoCloseable {
    private final RememberedSource source;
    private final VideoOptions options;
    private final GpuDoubts doubts;
    private final OpenContainer opened;
    private final StreamIndices indices;
    /** Held while the source and what is open on it are used on more than one thread. */
    private final Object inUse = new Object();
    /** Null until frames are read. */
    private StreamReader frames;

    private boolean closed;

    private OpenSource(RememberedSource source, VideoOptions options, GpuDoubts doubts) {
        this.source = source;
        this.options = options;
        this.doubts = doubts;
        this.opened = new OpenContainer(source, options.streamIndex(), options.cancelled());
        this.indices = new StreamIndices(source, options, this::videoStreams, this::reorders, inUse);
    }

    static OpenSource open(ByteSource given, VideoOptions options, GpuDoubts doubts) {
        RememberedSource source = new RememberedSource(given);
        try {
            return new OpenSource(source, options, doubts);
        } catch (RuntimeException | Error e) {
            close(source);
            throw e;
        }
    }

    /** Native structures that were freed must not be touched again: that would end the process. */
    private void requireOpen() {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot read " + name() + ": the video was closed. Open it again.");
        }
    }

    String name() {
        return source.name();
    }

    Container container() {
        return opened.isDescribed() ? opened.description() : orClose(opened::description);
    }

    /** As if opening had failed, if this fails: what FFmpeg left behind is of no use. */
    private <T> T orClose(Supplier<T> reading) {
        requireOpen();
        try {
            return reading.get();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    int streamIndex() {
        return opened.streamOfHeader() >= 0 ? opened.streamOfHeader() : stream().index();
    }

    List<Integer> videoStreams() {
        boolean isOnly = opened.streamOfHeader() >= 0 && options.streamIndex() < 0;
        return isOnly ? List.of(opened.streamOfHeader()) : StreamChoice.videos(container());
    }

    VideoStream stream() {
        return StreamChoice.of(container(), options.streamIndex(), name());
    }

    private boolean reorders(int streamIndex) {
        return container().videos().stream()
                .anyMatch(stream -> stream.index() == streamIndex && stream.hasBFrames() > 0);
    }

    PacketScanner.Result scan(int streamIndex) {
        if (!indices.has(streamIndex)) {
            requireOpen();
            if (!source.isSeekable()) {
                throw FeedErrors.notIndexed(name());
            }
        }
        return indices.of(streamIndex);
    }

    /** The numbers of the frames that a selection means. */
    int[] resolve(Selection selection) {
        try {
            return Planner.frames(scan(streamIndex()).index(), selection);
        } catch (IndexOutOfBoundsException e) {
            throw new VideoException(
                    Code.INVALID_ARGUMENT, "Cannot select frames of " + name() + ": " + e.getMessage() + ".");
        }
    }

    FrameReader read(Selection selection, Output output) {
        requireOpen();
        VideoStream stream = stream();
        Encryption.refuse(stream, name());
        if (frames != null) {
            frames.rest();
        }
        return new OpenFrames(
                source.isSeekable() ? readPlanned(stream, selection, output) : readFeed(stream, selection, output));
    }

    private FrameSequence readPlanned(VideoStream stream, Selection selection, Output output) {
        int[] wanted = resolve(selection);
        PacketScanner.Result scan = scan(stream.index());
        VideoException damage = selection instanceof Selection.All ? scan.damage() : null;
        return reader(stream, scan.index()).read(scan.index(), wanted, output, damage);
    }

    private FrameSequence readFeed(VideoStream stream, Selection selection, Output output) {
        if (!(selection instanceof Selection.All) || frames != null) {
            throw FeedErrors.notSelected(name());
        }
        return reader(stream, null).readOnce(output);
    }

    private StreamReader reader(VideoStream stream, FrameIndex index) {
        if (frames == null) {
            AVStream described = orClose(() -> opened.stream(stream.index()));
            ReferenceReader references = new ReferenceReader(described.codecpar());
            frames = new StreamReader(
                    source,
                    stream,
                    references,
                    decoder(described, index),
                    () -> orClose(() -> opened.packets(stream.index(), index)),
                    new StreamReader.Prefetching(options.prefetchFrames(), inUse));
        }
        return frames;
    }

    private Decoder decoder(AVStream stream, FrameIndex index) {
        // On several threads FFmpeg now and then calls a sound frame corrupt whose fields are apart;
        // its pixels are right.
        boolean oneThread = index != null && index.hasFieldPackets();
        Supplier<Decoder> onCpu = () -> new FfmpegDecoder(
                stream,
                oneThread ? 1 : options.decodeThreads(),
                name(),
                packet -> index == null ? "packet " + packet : index.nameOfPacket(packet),
                index != null);
        return new Decoders(options, doubts, stream, name(), () -> index == null || index.reorders(), onCpu).open();
    }

    VideoStatistics statistics() {
        ReadingCosts costs =
                frames == null ? new ReadingCosts(source.bytesRead(), 0, 0, DecoderStatistics.NONE) : frames.costs();
        DecoderStatistics decoded = costs.decoder();
        return new VideoStatistics(
                decoded.pictures(),
                costs.bytesRead(),
                indices.nanos() + costs.nanos(),
                decoded.convertNanos(),
                costs.framesSkipped(),
                decoded.gpu());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (frames != null) {
            frames.close();
        }
        opened.close();
        close(source);
    }

    private static void close(ByteSource source) {
        try {
            source.close();
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot close " + source.name() + ": " + e.getMessage() + ".", e);
        }
    }
}
