package io.nvvideo.demux;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.media.ByteRanges;
import io.nvvideo.media.Container;

/** Finds out about the streams of an ISO file from its header and the beginnings of their first packets, where these tell. */
final class HeaderProbe {
    private HeaderProbe() {}

    /** Whether the header may tell where packets are, so that {@link #describe} is worth trying. */
    static boolean isPossible(Demuxer demuxer) {
        return demuxer.isIsoFile() && demuxer.source().isSeekable();
    }

    /**
     * The same as {@link Demuxer#describe} without {@link Demuxer#findStreams}. To be called once; there is nothing to be read
     * from this demuxer any more.
     *
     * @param demuxer of which no more than the header was read
     * @return null where there is any doubt about what {@link Demuxer#findStreams} would find
     */
    static Container describe(Demuxer demuxer) {
        try {
            if (!PacketHeads.reveal(demuxer.context(), demuxer.source(), demuxer.input())) {
                return null;
            }
            demuxer.findStreams();
            Container described = ContainerReader.read(demuxer, PacketHeads.BYTES);
            if (described != null) {
                HeaderStreams.complete(demuxer.context(), described.videos());
            }
            return described;
        } catch (VideoException e) {
            if (e.code() != Code.CORRUPT) {
                throw e;
            }
            return null;
        } finally {
            demuxer.source().expect(ByteRanges.NONE);
        }
    }

    /**
     * The video stream that is read if {@code wanted} (-1 for the best one) is asked for, as far as the header alone tells for
     * certain; -1 where {@link Demuxer#findStreams} has to find out.
     */
    static int videoStream(Demuxer demuxer, int wanted) {
        if (!demuxer.isIsoFile()) {
            return -1;
        }
        if (wanted >= 0) {
            return HeaderStreams.isVideo(demuxer.context(), wanted) ? wanted : -1;
        }
        return HeaderStreams.best(demuxer.context());
    }
}
