package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.io.AvioInput;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.MediaRanges;
import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The first bytes of the first packet of every stream of an ISO file. What FFmpeg finds out about a stream is in the file's
 * header and there: behind the headers of a picture there is nothing but the picture.
 */
final class PacketHeads {
    /** Headers of pictures take some hundred bytes; what encoders and cameras write before them, a few kB. */
    static final int BYTES = 4096;

    private PacketHeads() {}

    /**
     * Lets FFmpeg read these bytes and nothing else of the media data, which is zero from now on.
     *
     * @return false, nothing being changed, if the header does not tell where they are
     */
    static boolean reveal(AVFormatContext context, ByteSource source, AvioInput input) {
        LongStream.Builder starts = LongStream.builder();
        LongStream.Builder ends = LongStream.builder();
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (!hasPackets(stream)) {
                continue;
            }
            if (avformat_index_get_entries_count(stream) == 0) {
                return false;
            }
            AVIndexEntry first = avformat_index_get_entry(stream, 0);
            starts.add(first.pos());
            ends.add(first.pos() + Math.min(first.size(), BYTES));
        }
        ByteRanges heads =
                ByteRanges.join(starts.build().toArray(), ends.build().toArray(), 1);
        if (heads.count() == 0) {
            return false;
        }
        try {
            // In a file of many fragments, each box behind would cost a read.
            MediaRanges media = MediaRanges.ofIsoFile(source, heads.end(heads.count() - 1));
            source.expect(heads);
            input.expect(heads);
            input.blank(media.except(heads));
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot read " + source.name() + ": " + e.getMessage() + ".", e);
        }
        return true;
    }

    private static boolean hasPackets(AVStream stream) {
        int type = stream.codecpar().codec_type();
        boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
        return (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) && !cover;
    }
}
