package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.nvvideo.VideoException;
import io.nvvideo.demux.PictureParser.Picture;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.io.ByteSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.PacketTable;
import io.nvvideo.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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

    /** Lists without reading any media data; null if the container has no index in its header. */
    private static Listing listHeader(ByteSource source, int streamIndex, BooleanSupplier cancelled) {
        try (Demuxer demuxer = Demuxer.openHeader(source, cancelled)) {
            if (!demuxer.isIsoFile() || streamIndex >= demuxer.context().nb_streams()) {
                return null;
            }
            demuxer.withholdMedia();
            Listing listing = list(demuxer, streamIndex, null, Integer.MAX_VALUE);
            int missing = demuxer.listedSamples() - listing.packets.count();
            return missing <= 0 || listing.damage != null ? listing : listing.cutOff(source.name(), missing);
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
        PacketTable.Builder packets = new PacketTable.Builder();
        List<Picture> pictures = parser == null ? null : new ArrayList<>();
        VideoException damage = null;
        AVPacket packet = FfmpegErrors.allocated(av_packet_alloc(), "a packet");
        try {
            int errors = 0;
            while (packets.count() < maxPackets) {
                if (packets.count() > demuxer.length()) {
                    damage = damage == null ? tooMany(demuxer) : damage;
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
                    damage = damage == null ? e : damage;
                    continue;
                }
                errors = 0;
                Picture picture = parser == null ? Picture.PLAIN : parser.parse(packet);
                if (pictures != null) {
                    pictures.add(picture);
                }
                add(packets, packet, picture);
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        AVRational timeBase = demuxer.stream(streamIndex).time_base();
        return new Listing(
                packets.build(),
                pictures,
                new Rational(timeBase.num(), timeBase.den()),
                damage,
                demuxer.neverReorders(streamIndex),
                demuxer.bytesRead());
    }

    /** A few bytes of a header can claim any number of samples; memory for them would not last. */
    private static VideoException tooMany(Demuxer demuxer) {
        return new VideoException(
                VideoException.Code.CORRUPT,
                "Cannot read the end of " + demuxer.name() + ": its header lists more samples than the file has bytes."
                        + " It is damaged; copy it again, or read what there is with mode=PERMISSIVE.");
    }

    private static void add(PacketTable.Builder packets, AVPacket packet, Picture picture) {
        int flags = packet.flags();
        packets.add(
                packet.pts(),
                packet.dts(),
                packet.duration(),
                packet.pos(),
                packet.size(),
                (flags & AV_PKT_FLAG_KEY) != 0,
                (flags & AV_PKT_FLAG_DISCARD) != 0,
                picture.hidden(),
                (flags & AV_PKT_FLAG_CORRUPT) != 0);
    }
}
