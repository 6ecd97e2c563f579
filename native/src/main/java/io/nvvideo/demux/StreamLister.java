package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.nvvideo.VideoException;
import io.nvvideo.ffmpeg.PictureParser;
import io.nvvideo.ffmpeg.PictureParser.Picture;
import io.nvvideo.media.PacketTable;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Takes the packets of one stream down. */
final class StreamLister {
    private final PictureParser parser;
    private final PacketTable.Builder packets = new PacketTable.Builder();
    private final List<Picture> pictures;
    private VideoException damage;

    /**
     * Begins with none.
     *
     * @param parser reads what the pictures' headers say, and stays the caller's; null where packets come without their bytes
     */
    StreamLister(PictureParser parser) {
        this.parser = parser;
        this.pictures = parser == null ? null : new ArrayList<>();
    }

    /** Takes a packet, which stays the caller's; returns how many there are. */
    int take(AVPacket packet) {
        Picture picture = parser == null ? Picture.PLAIN : parser.parse(packet);
        if (pictures != null) {
            pictures.add(picture);
        }
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
        return packets.count();
    }

    /** Something is wrong with what is listed; what was wrong first counts. */
    void isDamaged(VideoException why) {
        damage = damage == null ? why : damage;
    }

    PacketTable packets() {
        return packets.build();
    }

    /** What the headers say, packet by packet; null where they were not read. */
    List<Picture> pictures() {
        return pictures;
    }

    /** Null if all is well. */
    VideoException damage() {
        return damage;
    }
}
