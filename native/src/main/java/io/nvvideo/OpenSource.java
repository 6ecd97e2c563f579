package io.nvvideo;

import io.nvvideo.VideoException.Code;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.DecoderStatistics;
import io.nvvideo.decode.Reading;
import io.nvvideo.decode.ffmpeg.FfmpegDecoder;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.DecodePlan;
import io.nvvideo.select.DecodePlan.Skip;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One source and all that is open on it: container, cursor, decoder, indices. */
final class OpenSource implements AutoCloseable {
    /** Streams that are listed each when it is asked for. */
    private static final int LISTED_BY_THEMSELVES = 2;

    private final RememberedSource source;
    private final VideoOptions options;
    private final OpenContainer opened;

    private final Map<Integer, PacketScanner.Result> scans = new HashMap<>();
    private PacketCursor cursor;
    private Decoder decoder;
    private ReferenceReader references;
    private Skip skippable = Skip.NOTHING;
    private PictureReader reader;
    /** Around {@link #reader}, which then belongs to its thread; null where nothing is prefetched. */
    private PrefetchingReader prefetching;
    /** Held while the source and what is open on it are used on more than one thread. */
    private final Object inUse = new Object();

    private boolean closed;
    private long decodeNanos;
    private long framesSkipped;

    private OpenSource(RememberedSource source, VideoOptions options) {
        this.source = source;
        this.options = options;
        this.opened = new OpenContainer(source, options);
    }

    static OpenSource open(ByteSource given, VideoOptions options) {
        RememberedSource source = new RememberedSource(given);
        try {
            return new OpenSource(source, options);
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

    PacketScanner.Result scan(int streamIndex) {
        PacketScanner.Result known = scans.get(streamIndex);
        if (known != null) {
            return known;
        }
        requireOpen();
        if (!source.isSeekable()) {
            throw FeedReader.notIndexed(name());
        }
        PacketScanner.Result scan = options.indexStore().get(streamIndex, () -> {
            synchronized (inUse) {
                return listPackets(streamIndex);
            }
        });
        scans.put(streamIndex, scan);
        return scan;
    }

    private PacketScanner.Result listPackets(int streamIndex) {
        if (scans.size() >= LISTED_BY_THEMSELVES && videoStreams().contains(streamIndex)) {
            listTheOthers();
            return scans.get(streamIndex);
        }
        long start = System.nanoTime();
        PacketScanner.Result scan =
                PacketScanner.scan(source, streamIndex, () -> reorders(streamIndex), options.cancelled());
        decodeNanos += System.nanoTime() - start;
        return scan;
    }

    /** Who asks for so many streams asks for all: one reading is enough for them. */
    private void listTheOthers() {
        long start = System.nanoTime();
        List<Integer> others = new ArrayList<>(videoStreams());
        others.removeAll(scans.keySet());
        scans.putAll(PacketScanner.scanAll(source, others, this::reorders, options.cancelled()));
        decodeNanos += System.nanoTime() - start;
    }

    private boolean reorders(int streamIndex) {
        return container().videos().stream()
                .anyMatch(stream -> stream.index() == streamIndex && stream.hasBFrames() > 0);
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
        if (stream.encrypted()) {
            throw Encryption.error(name());
        }
        endReader();
        if (source.isSeekable()) {
            int[] wanted = resolve(selection);
            PacketScanner.Result scan = scan(stream.index());
            prepare(stream, scan.index());
            DecodePlan plan = Planner.plan(scan.index(), wanted, skippable);
            ByteRanges ranges = plan.ranges(scan.index(), cursor.describesBytes());
            source.expect(ranges);
            cursor.expect(ranges);
            PlanReader planned = new PlanReader(
                    name(),
                    stream.index(),
                    scan.index(),
                    plan,
                    cursor,
                    decoder,
                    references,
                    selection instanceof Selection.All ? scan.damage() : null);
            decoder.begin(new Reading(output, stream.orientation(), planned::wants));
            reader = planned;
        } else {
            if (!(selection instanceof Selection.All) || cursor != null) {
                throw FeedReader.notSelected(name());
            }
            prepare(stream, null);
            decoder.begin(new Reading(output, stream.orientation(), packet -> true));
            reader = new FeedReader(stream.index(), stream.timeBase(), cursor, decoder);
        }
        if (options.prefetchFrames() > 0) {
            prefetching = new PrefetchingReader(name(), reader, options.prefetchFrames(), this::costs, inUse);
            return prefetching;
        }
        return reader;
    }

    private void prepare(VideoStream stream, FrameIndex index) {
        if (decoder == null) {
            // On several threads FFmpeg now and then calls a sound frame corrupt whose fields are apart; its pixels are
            // right.
            boolean oneThread = index != null && index.hasFieldPackets();
            AVStream decoded = orClose(() -> opened.stream(stream.index()));
            Supplier<Decoder> onCpu = () -> new FfmpegDecoder(
                    decoded,
                    oneThread ? 1 : options.decodeThreads(),
                    name(),
                    packet -> index == null ? "packet " + packet : index.nameOfPacket(packet));
            decoder = new Decoders(options, decoded, name(), () -> index == null || index.reorders(), onCpu).open();
            AVCodecParameters codec = decoded.codecpar();
            references = new ReferenceReader(codec);
            skippable = ReferenceReader.isIntraOnly(codec)
                    ? Skip.UNWANTED
                    : references.canTell() ? Skip.DISPOSABLE : Skip.NOTHING;
        }
        if (cursor == null) {
            cursor = new PacketCursor(orClose(opened::takeDemuxer), opened::openAgain, stream.index(), index);
            source.forget();
        }
    }

    private void endReader() {
        if (prefetching != null) {
            prefetching.close();
            prefetching = null;
        }
        if (reader != null) {
            decodeNanos += reader.nanos();
            framesSkipped += reader.skipped();
            reader.close();
            reader = null;
        }
        if (decoder != null) {
            decoder.rest();
        }
    }

    VideoStatistics statistics() {
        return prefetching != null ? prefetching.statistics() : costs();
    }

    private VideoStatistics costs() {
        long nanos = decodeNanos + (reader == null ? 0 : reader.nanos());
        DecoderStatistics decoded = decoder == null ? DecoderStatistics.NONE : decoder.statistics();
        long skipped = framesSkipped + (reader == null ? 0 : reader.skipped());
        return new VideoStatistics(
                decoded.pictures(), source.bytesRead(), nanos, decoded.convertNanos(), skipped, decoded.gpu());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        endReader();
        if (decoder != null) {
            decoder.close();
        }
        if (cursor != null) {
            cursor.close();
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
