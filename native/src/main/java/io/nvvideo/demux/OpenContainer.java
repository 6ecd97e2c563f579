package io.nvvideo.demux;

import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.Container;
import io.nvvideo.media.FrameIndex;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** The container of a source: opened once, described when somebody asks, and handed to who reads its packets. */
public final class OpenContainer implements AutoCloseable {
    private final RememberedSource source;
    private final BooleanSupplier cancelled;
    private final int streamOfHeader;
    /** Null until somebody asks, where the header alone tells which stream is read. */
    private Container described;
    /** Has told all that there is to know, and reads no packets any more; null where packets had to be read for that. */
    private Demuxer heads;
    /** Reads packets; null where it would have to be opened, or has been taken. */
    private Demuxer demuxer;

    /**
     * Opens the header; the source stays its owner's.
     *
     * @param wanted the stream that will be read; -1 for the best one
     * @param cancelled asked before every read
     * @throws io.nvvideo.VideoException NOT_A_VIDEO if no container is recognised, CORRUPT if its header is damaged
     */
    public OpenContainer(RememberedSource source, int wanted, BooleanSupplier cancelled) {
        this.source = source;
        this.cancelled = cancelled;
        this.demuxer = Demuxer.openHeader(source, cancelled);
        try {
            this.streamOfHeader = HeaderProbe.videoStream(demuxer, wanted);
            if (streamOfHeader < 0) {
                describe();
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The chosen stream; -1 where only {@link #description} tells. */
    public int streamOfHeader() {
        return streamOfHeader;
    }

    /** Whether {@link #description} reads nothing. */
    public boolean isDescribed() {
        return described != null;
    }

    /** What the container says about itself: by its header and the beginnings of packets, where these leave no doubt. */
    public Container description() {
        if (described == null) {
            describe();
        }
        return described;
    }

    private void describe() {
        if (HeaderProbe.isPossible(demuxer)) {
            described = HeaderProbe.describe(demuxer);
            if (described == null) {
                demuxer.close();
                demuxer = Demuxer.openHeader(source, cancelled);
            } else {
                heads = demuxer;
                demuxer = null;
            }
        }
        if (described == null) {
            demuxer.findStreams();
            described = demuxer.describe();
        }
        source.endOfHeader();
    }

    /** A stream with all that a decoder must know of it; not to be used after {@link #close} or {@link #packets}. */
    public AVStream stream(int index) {
        return isKnownByHeads() ? heads.stream(index) : demuxer().stream(index);
    }

    /**
     * The packets of a stream from their beginning; the caller's. The source remembers no more from now on.
     *
     * @param index of the stream; null for a source that can be read only once
     */
    public PacketCursor packets(int streamIndex, FrameIndex index) {
        Demuxer taken = demuxer();
        demuxer = null;
        PacketCursor cursor = new PacketCursor(taken, this::openAgain, streamIndex, index);
        source.forget();
        return cursor;
    }

    private Demuxer demuxer() {
        description();
        if (demuxer == null) {
            demuxer = openAgain();
        }
        return demuxer;
    }

    /** Another one that reads packets from the beginning. */
    private Demuxer openAgain() {
        return isKnownByHeads() ? Demuxer.openHeader(source, cancelled) : Demuxer.open(source, cancelled);
    }

    private boolean isKnownByHeads() {
        description();
        return heads != null && HeaderStreams.tellDecodersAll(heads.context());
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (demuxer != null) {
            demuxer.close();
            demuxer = null;
        }
        if (heads != null) {
            heads.close();
            heads = null;
        }
    }
}
