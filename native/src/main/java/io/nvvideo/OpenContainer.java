package io.nvvideo;

import io.nvvideo.demux.Demuxer;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.Container;

/** The container of a source: opened once, described when somebody asks, and handed to who reads its packets. */
final class OpenContainer implements AutoCloseable {
    private final RememberedSource source;
    private final VideoOptions options;
    private final int streamOfHeader;
    /** Null until somebody asks, where the header alone tells which stream is read. */
    private Container described;
    /** Null where the one of the beginning has served its purpose. */
    private Demuxer demuxer;

    private boolean streamsFound;

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
            close();
            if (described == null) {
                reopen();
            }
        }
        if (described == null) {
            describeByPackets();
        }
        source.endOfHeader();
    }

    private void describeByPackets() {
        findStreams();
        described = demuxer.describe();
        source.endOfHeader();
    }

    private void findStreams() {
        demuxer.findStreams();
        streamsFound = true;
    }

    private void reopen() {
        close();
        demuxer = Demuxer.openHeader(source, options.cancelled());
        streamsFound = false;
    }

    /** Finds out about the streams as those who decode need it; the description comes with it, if nobody has asked before. */
    Demuxer forDecoding() {
        if (demuxer == null) {
            reopen();
        }
        if (described == null) {
            describeByPackets();
        } else if (!streamsFound) {
            findStreams();
        }
        return demuxer;
    }

    /** The same, from now on the caller's. */
    Demuxer takeForDecoding() {
        Demuxer taken = forDecoding();
        demuxer = null;
        return taken;
    }

    @Override
    public void close() {
        if (demuxer != null) {
            demuxer.close();
            demuxer = null;
        }
    }
}
