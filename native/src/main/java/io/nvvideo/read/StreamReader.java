package io.nvvideo.read;

import io.nvvideo.VideoException;
import io.nvvideo.decode.Decoder;
import io.nvvideo.decode.Reading;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.image.Output;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.DecodePlan;
import io.nvvideo.select.DecodePlan.Skip;
import io.nvvideo.select.Planner;
import java.util.function.Supplier;

/**
 * Reads frames of one stream, one reading after the other, and keeps its place in the packets and its decoder between them. Used
 * by one thread; what it decodes ahead, it decodes while it holds {@link Prefetching#inUse}.
 */
public final class StreamReader implements AutoCloseable {
    /**
     * How far ahead frames are decoded.
     *
     * @param frames how many; 0 for none
     * @param inUse held while the source and the decoder are used on another thread
     */
    public record Prefetching(int frames, Object inUse) {}

    private final RememberedSource source;
    private final VideoStream stream;
    private final Decoder decoder;
    private final ReferenceReader references;
    private final Skip skippable;
    private final Supplier<PacketCursor> opener;
    private final Prefetching prefetching;
    /** Null until the first reading. */
    private PacketCursor cursor;

    private PictureReader reader;
    /** Around {@link #reader}, which then belongs to its thread; null where nothing is prefetched. */
    private PrefetchingReader ahead;

    private long nanosBefore;
    private long skippedBefore;
    private boolean closed;

    /**
     * Reads nothing yet.
     *
     * @param source of the packets; stays the caller's
     * @param references of the stream
     * @param decoder of the stream; owned from now on
     * @param opener opens the packets of the stream at their beginning, when they are needed; what it gives is owned
     */
    public StreamReader(
            RememberedSource source,
            VideoStream stream,
            ReferenceReader references,
            Decoder decoder,
            Supplier<PacketCursor> opener,
            Prefetching prefetching) {
        this.source = source;
        this.stream = stream;
        this.decoder = decoder;
        this.opener = opener;
        this.prefetching = prefetching;
        this.references = references;
        this.skippable =
                references.isIntraOnly() ? Skip.UNWANTED : references.canTell() ? Skip.DISPOSABLE : Skip.NOTHING;
    }

    /**
     * Frames by their numbers; ends the reading before.
     *
     * @param damage said at the end; null for nothing
     */
    public FrameSequence read(FrameIndex index, int[] wanted, Output output, VideoException damage) {
        begin();
        DecodePlan plan = Planner.plan(index, wanted, skippable);
        ByteRanges ranges = plan.ranges(index, cursor.describesBytes());
        source.expect(ranges);
        cursor.expect(ranges);
        PlanReader planned =
                new PlanReader(source.name(), stream.index(), index, plan, cursor, decoder, references, damage);
        decoder.begin(new Reading(output, stream.orientation(), planned::wants));
        return show(planned);
    }

    /** All frames of a source that can be read only once. */
    public FrameSequence readOnce(Output output) {
        begin();
        decoder.begin(new Reading(output, stream.orientation(), packet -> true));
        return show(new FeedReader(stream.index(), stream.timeBase(), cursor, decoder));
    }

    private void begin() {
        if (reader != null) {
            rest();
        }
        if (cursor == null) {
            cursor = opener.get();
        }
    }

    private FrameSequence show(PictureReader next) {
        reader = next;
        if (prefetching.frames() == 0) {
            return reader;
        }
        ahead = new PrefetchingReader(source.name(), reader, prefetching.frames(), this::costsNow, prefetching.inUse());
        return ahead;
    }

    /** Ends the reading: its frames are gone, and what others can use of the decoder is theirs until the next one. */
    public void rest() {
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
        if (reader != null) {
            nanosBefore += reader.nanos();
            skippedBefore += reader.skipped();
            reader.close();
            reader = null;
        }
        decoder.rest();
    }

    /** What all readings have cost; while frames are decoded ahead, up to the last of them. */
    public ReadingCosts costs() {
        return ahead != null ? ahead.costs() : costsNow();
    }

    private ReadingCosts costsNow() {
        return new ReadingCosts(
                source.bytesRead(),
                nanosBefore + (reader == null ? 0 : reader.nanos()),
                skippedBefore + (reader == null ? 0 : reader.skipped()),
                decoder.statistics());
    }

    /** Frees the decoder, and closes the packets; safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        rest();
        decoder.close();
        if (cursor != null) {
            cursor.close();
        }
    }
}
