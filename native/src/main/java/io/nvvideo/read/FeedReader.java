package io.nvvideo.read;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.nvvideo.VideoException;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.Rational;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Decodes a feed that can be read only once: every frame, numbered as it comes out. */
final class FeedReader extends PictureReader {
    private final int streamIndex;
    private final Rational timeBase;
    private final PacketCursor cursor;
    private final Decoder decoder;
    private final FeedDamage damage = new FeedDamage();
    private long frames;
    private boolean draining;

    FeedReader(int streamIndex, Rational timeBase, PacketCursor cursor, Decoder decoder) {
        this.streamIndex = streamIndex;
        this.timeBase = timeBase;
        this.cursor = cursor;
        this.decoder = decoder;
    }

    @Override
    boolean advance() {
        while (!isClosed()) {
            try {
                DecodedPicture picture = decoder.receive();
                if (picture != null) {
                    show(picture, describe(picture));
                    return true;
                }
                if (draining) {
                    return false;
                }
                feed();
            } catch (VideoException e) {
                damage.fail();
                throw e;
            }
        }
        return false;
    }

    private void feed() {
        AVPacket packet = cursor.read();
        if (packet == null) {
            draining = true;
            decoder.sendEnd();
            return;
        }
        damage.feed(cursor.number(), packet.pts(), (packet.flags() & AV_PKT_FLAG_KEY) != 0);
        decoder.send(packet, cursor.number());
    }

    private FrameInfo describe(DecodedPicture decoded) {
        long number = frames++;
        long pts = decoded.pts() != FrameIndex.NO_TIMESTAMP ? decoded.pts() : number * Math.max(1, decoded.duration());
        return new FrameInfo(
                streamIndex,
                number,
                pts,
                decoded.dts() == FrameIndex.NO_TIMESTAMP ? null : decoded.dts(),
                decoded.duration(),
                timeBase,
                decoded.keyFrame(),
                decoded.type(),
                damage.reaches(decoded.packet(), decoded.pts(), decoded.corrupt()));
    }
}
