package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.io.AvioInput;
import io.nvvideo.io.BlankMedia;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.MediaRanges;
import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
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

    private final ByteSource source;
    private final LongStream.Builder starts = LongStream.builder();
    private final LongStream.Builder ends = LongStream.builder();
    private final NavigableMap<Long, byte[]> fillers = new TreeMap<>();

    private PacketHeads(ByteSource source) {
        this.source = source;
    }

    /**
     * Lets FFmpeg read these bytes and nothing else of the media data, which is blank from now on.
     *
     * @return false, nothing being changed, if the header does not tell where they are
     */
    static boolean reveal(AVFormatContext context, ByteSource source, AvioInput input) {
        try {
            PacketHeads heads = new PacketHeads(source);
            for (int i = 0; i < context.nb_streams(); i++) {
                AVStream stream = context.streams(i);
                if (hasPackets(stream) && !heads.add(stream)) {
                    return false;
                }
            }
            return heads.reveal(input);
        } catch (IOException e) {
            throw new VideoException(Code.IO, "Cannot read " + source.name() + ": " + e.getMessage() + ".", e);
        }
    }

    private static boolean hasPackets(AVStream stream) {
        int type = stream.codecpar().codec_type();
        boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
        return (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) && !cover;
    }

    private boolean add(AVStream stream) throws IOException {
        if (avformat_index_get_entries_count(stream) == 0) {
            return false;
        }
        AVIndexEntry first = avformat_index_get_entry(stream, 0);
        long start = first.pos();
        if (start < 0 || start > source.length()) {
            return false;
        }
        int size = first.size();
        int shown = Math.min(size, BYTES);
        NalFiller filler = shown < size ? NalFiller.of(stream.codecpar()) : null;
        if (filler != null) {
            source.expect(ByteRanges.join(new long[] {start}, new long[] {start + shown}, 1));
            int end = filler.endOfUnits(read(start, shown), size);
            fillers.put(start + end, filler.bytes(size - end));
            shown = Math.min(shown, end);
        }
        starts.add(start);
        ends.add(start + shown);
        return true;
    }

    private ByteBuffer read(long position, int size) throws IOException {
        byte[] bytes = new byte[size];
        int got = 0;
        while (got < size) {
            int count = source.read(position + got, bytes, got, size - got);
            if (count <= 0) {
                break;
            }
            got += count;
        }
        return ByteBuffer.wrap(bytes, 0, got);
    }

    private boolean reveal(AvioInput input) throws IOException {
        ByteRanges heads =
                ByteRanges.join(starts.build().toArray(), ends.build().toArray(), 1);
        if (heads.count() == 0) {
            return false;
        }
        // In a file of many fragments, each box behind would cost a read.
        MediaRanges media = MediaRanges.ofIsoFile(source, heads.end(heads.count() - 1));
        source.expect(heads);
        input.expect(heads);
        input.withhold(new BlankMedia(media.except(heads), fillers));
        return true;
    }
}
