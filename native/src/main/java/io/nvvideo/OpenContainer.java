package io.nvvideo;

import io.nvvideo.demux.Demuxer;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.Container;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** The container of a source: opened once, described when somebody asks, and handed to who reads its packets. */
final class OpenContainer implements AutoCloseable {
    private final RememberedSource source;
    private final VideoOptions options;
    private final int streamOfHeader;
    /** Null until somebody asks, where the header alone tells which stream is read. */
    private Container described;
    /** Has told all that there is to know, and reads no packets any more; null where packets had to be read for that. */
    private Demuxer heads;
    /** Reads packets; null where it would have to be opened, or has been taken. */
    private Demuxer demuxer;

    /** Opens the header; the source stays its owner's. */
    OpenContainer(RememberedSource source, VideoOptions options) {
        this.source = source;
        this.options = options;
        this.demuxer = Demuxer.openHeader(source, options.cancelled());
        try {
            this.streamOfHeader = demuxer.videoStreamOfHeader(options.streamIndex());
            if (streamOfHeader < 0) {
                describe();
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The chosen stream; -1 where only {@link #description} tells. */
    int streamOfHeader() {
        return streamOfHeader;
    }

    /** Whether {@link #description} reads nothing. */
    boolean isDescribed() {
        return described != null;
    }

    /** What the container says about itself: by its header and the beginnings of packets, where these leave no doubt. */
    Container description() {
        if (described == null) {
            describe();
        }
        return described;
    }

    private void describe() {
        if (demuxer.hasHeads()) {
            described = demuxer.describeByHeads();
            if (described == null) {
                demuxer.close();
                demuxer = Demuxer.openHeader(source, options.cancelled());
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

    /** A stream with all that a decoder must know of it; not to be used after {@link #close} or {@link #takeDemuxer}. */
    AVStream stream(int index) {
        return isKnownByHeads() ? heads.stream(index) : demuxer().stream(index);
    }

    /** Reads packets from the beginning, and is the caller's from now on. */
    Demuxer takeDemuxer() {
        Demuxer taken = demuxer();
        demuxer = null;
        return taken;
    }

    private Demuxer demuxer() {
        description();
        if (demuxer == null) {
            demuxer = openAgain();
        }
        return demuxer;
    }

    /** Another one that reads packets from the beginning. */
    Demuxer openAgain() {
        return isKnownByHeads()
                ? Demuxer.openHeader(source, options.cancelled())
                : Demuxer.open(source, options.cancelled());
    }

    private boolean isKnownByHeads() {
        description();
        return heads != null && heads.tellsDecodersAll();
    }

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
