package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.nvvideo.VideoException;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.PictureParser;
import io.nvvideo.ffmpeg.PictureParser.Picture;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Makes the index of a stream by listing its packets: for MP4 and MOV from the header, without reading any media data;
 * elsewhere by reading the file once.
 */
public final class PacketScanner {
    /** A file whose every read fails must not keep a task for ever. */
    static final int MAX_ERRORS = 64;

    /** Enough to see whether a codec reorders its pictures. */
    private static final int PROBED_PACKETS = 64;

    private PacketScanner() {}

    /**
     * What a scan found.
     *
     * @param index every packet and frame that could be listed
     * @param damage what stopped the listing before the end, or why there is no frame at all; null if all is well
     * @param bytesRead bytes read from the source
     */
    public record Result(FrameIndex index, VideoException damage, long bytesRead) {}

    /** Packets in decode order, with what their headers say where they were read (else null). */
    private record Listing(
            PacketTable packets,
            List<Picture> pictures,
            Rational timeBase,
            VideoException damage,
            boolean neverReorders,
            long bytesRead) {
        Listing cutOff(String name, int missing) {
            VideoException reason = new VideoException(
                    VideoException.Code.CORRUPT,
                    "Cannot read the end of " + name + ": its header lists " + missing
                            + " more samples than the file holds. It was cut off; copy it again, or read what there is with"
                            + " mode=PERMISSIVE.");
            return new Listing(packets, pictures, timeBase, reason, neverReorders, bytesRead);
        }

        Result result(String name, long bytesReadBefore) {
            FrameIndex index = FrameIndexBuilder.build(timeBase, packets, pictures);
            VideoException reason = damage != null || index.frameCount() > 0 ? damage : empty(name, packets.count());
            return new Result(index, reason, bytesRead + bytesReadBefore);
        }

        private static VideoException empty(String name, int packets) {
            String why = packets == 0
                    ? "its video stream has no frame. It was cut off, or never finished"
                    : "none of the " + packets + " packets of its video stream is ever shown";
            return new VideoException(
                    VideoException.Code.CORRUPT,
                    "Cannot read frames of " + name + ": " + why + ". Copy it again, or leave it out with"
                            + " mode=DROPMALFORMED.");
        }
    }

    /**
     * Lists the packets of one stream. The source may be in use elsewhere, but not at the same time.
     *
     * @param reorders whether the stream's parameters allow its pictures to be reordered; asked only where neither the times
     *     nor the codec in the header tell
     */
    public static Result scan(ByteSource source, int streamIndex, BooleanSupplier reorders, BooleanSupplier cancelled) {
        Listing header = listHeader(source, streamIndex, cancelled);
        if (header == null) {
            return read(source, streamIndex, Integer.MAX_VALUE, cancelled).result(source.name(), 0);
        }
        if (!FrameIndexBuilder.isDecodingTimeOnly(header.packets) || header.neverReorders || !reorders.getAsBoolean()) {
            return header.result(source.name(), 0);
        }
        // No time of the header reorders anything, but the codec may. A look at the first pictures tells, and saves
        // most files
        // from being read.
        Listing probe = read(source, streamIndex, PROBED_PACKETS, cancelled);
        long before = header.bytesRead + probe.bytesRead;
        return FrameIndexBuilder.isReordered(probe.pictures)
                ? read(source, streamIndex, Integer.MAX_VALUE, cancelled).result(source.name(), before)
                : header.result(source.name(), probe.bytesRead);
    }

    /**
     * Lists the packets of several streams in one reading: a file of a thousand streams would be read a thousand times.
     *
     * @param reorders as for {@link #scan}, of a stream
     * @return by the index of the stream
     */
    public static Map<Integer, Result> scanAll(
            ByteSource source, Collection<Integer> streams, IntPredicate reorders, BooleanSupplier cancelled) {
        Map<Integer, Result> results = new HashMap<>();
        Map<Integer, Listing> headers = listHeaders(source, Set.copyOf(streams), cancelled);
        headers.forEach((stream, header) -> {
            boolean tells = !FrameIndexBuilder.isDecodingTimeOnly(header.packets) || header.neverReorders;
            results.put(
                    stream,
                    tells || !reorders.test(stream)
                            ? header.result(source.name(), 0)
                            : scan(source, stream, () -> true, cancelled));
        });
        if (headers.isEmpty()) {
            readAll(source, Set.copyOf(streams), cancelled)
                    .forEach((stream, listing) -> results.put(stream, listing.result(source.name(), 0)));
        }
        return results;
    }

    /** Lists without reading any media data; nothing if the container has no index in its header. */
    private static Map<Integer, Listing> listHeaders(
            ByteSource source, Set<Integer> streams, BooleanSupplier cancelled) {
        try (Demuxer demuxer = Demuxer.openHeader(source, cancelled)) {
            if (!demuxer.isIsoFile()
                    || streams.stream()
                            .anyMatch(stream -> stream >= demuxer.context().nb_streams())) {
                return Map.of();
            }
            demuxer.withholdMedia();
            demuxer.select(streams);
            Map<Integer, StreamLister> listers = new HashMap<>();
            streams.forEach(stream -> listers.put(stream, new StreamLister(null)));
            list(demuxer, listers, Integer.MAX_VALUE);
            Map<Integer, Listing> listings = new HashMap<>();
            listers.forEach((stream, lister) ->
                    listings.put(stream, whole(source.name(), demuxer, stream, listing(demuxer, stream, lister))));
            return listings;
        }
    }

    /** The listing, damaged if it has fewer samples than the header says. */
    private static Listing whole(String name, Demuxer demuxer, int streamIndex, Listing listing) {
        int missing = demuxer.listedSamples(streamIndex) - listing.packets.count();
        return missing <= 0 || listing.damage != null ? listing : listing.cutOff(name, missing);
    }

    private static Map<Integer, Listing> readAll(ByteSource source, Set<Integer> streams, BooleanSupplier cancelled) {
        Map<Integer, StreamLister> listers = new HashMap<>();
        List<PictureParser> parsers = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(source, cancelled)) {
            demuxer.select(streams);
            for (int stream : streams) {
                PictureParser parser = new PictureParser(demuxer.stream(stream).codecpar());
                parsers.add(parser);
                listers.put(stream, new StreamLister(parser));
            }
            list(demuxer, listers, Integer.MAX_VALUE);
            Map<Integer, Listing> listings = new HashMap<>();
            listers.forEach((stream, lister) -> listings.put(stream, listing(demuxer, stream, lister)));
            return listings;
        } finally {
            parsers.forEach(PictureParser::close);
        }
    }

    /** Lists without reading any media data; null if the container has no index in its header. */
    private static Listing listHeader(ByteSource source, int streamIndex, BooleanSupplier cancelled) {
        try (Demuxer demuxer = Demuxer.openHeader(source, cancelled)) {
            if (!demuxer.isIsoFile() || streamIndex >= demuxer.context().nb_streams()) {
                return null;
            }
            demuxer.withholdMedia();
            return whole(source.name(), demuxer, streamIndex, list(demuxer, streamIndex, null, Integer.MAX_VALUE));
        }
    }

    private static Listing read(ByteSource source, int streamIndex, int maxPackets, BooleanSupplier cancelled) {
        try (Demuxer demuxer = Demuxer.open(source, cancelled);
                PictureParser parser =
                        new PictureParser(demuxer.stream(streamIndex).codecpar())) {
            return list(demuxer, streamIndex, parser, maxPackets);
        }
    }

    private static Listing list(Demuxer demuxer, int streamIndex, PictureParser parser, int maxPackets) {
        demuxer.select(streamIndex);
        StreamLister lister = new StreamLister(parser);
        list(demuxer, Map.of(streamIndex, lister), maxPackets);
        return listing(demuxer, streamIndex, lister);
    }

    private static Listing listing(Demuxer demuxer, int streamIndex, StreamLister lister) {
        AVRational timeBase = demuxer.stream(streamIndex).time_base();
        return new Listing(
                lister.packets(),
                lister.pictures(),
                new Rational(timeBase.num(), timeBase.den()),
                lister.damage(),
                demuxer.neverReorders(streamIndex),
                demuxer.bytesRead());
    }

    /** Hands each packet to the lister of its stream, until one has enough. */
    private static void list(Demuxer demuxer, Map<Integer, StreamLister> listers, int maxPackets) {
        AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            int errors = 0;
            int most = 0;
            while (most < maxPackets) {
                if (most > demuxer.length()) {
                    VideoException tooMany = tooMany(demuxer);
                    listers.values().forEach(lister -> lister.isDamaged(tooMany));
                    break;
                }
                try {
                    if (!demuxer.read(packet)) {
                        break;
                    }
                } catch (VideoException e) {
                    if (e.code() != VideoException.Code.CORRUPT || ++errors > MAX_ERRORS) {
                        throw e;
                    }
                    listers.values().forEach(lister -> lister.isDamaged(e));
                    continue;
                }
                errors = 0;
                most = Math.max(most, listers.get(packet.stream_index()).take(packet));
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
    }

    /** A few bytes of a header can claim any number of samples; memory for them would not last. */
    private static VideoException tooMany(Demuxer demuxer) {
        return new VideoException(
                VideoException.Code.CORRUPT,
                "Cannot read the end of " + demuxer.name() + ": its header lists more samples than the file has bytes."
                        + " It is damaged; copy it again, or read what there is with mode=PERMISSIVE.");
    }
}
