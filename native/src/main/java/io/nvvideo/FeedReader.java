package io.nvvideo;

import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.image.Image;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.Rational;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Decodes a feed that can be read only once: every frame, numbered as it comes out. */
final class FeedReader implements FrameReader {
    private final int streamIndex;
    private final Rational timeBase;
    private final PacketCursor cursor;
    private final Decoder decoder;
    private final Function<DecodedPicture, Image> converter;
    private long frames;
    private boolean draining;
    private boolean closed;
    private DecodedPicture picture;
    private FrameInfo info;
    private Image image;

    FeedReader(
            int streamIndex,
            Rational timeBase,
            PacketCursor cursor,
            Decoder decoder,
            Function<DecodedPicture, Image> converter) {
        this.streamIndex = streamIndex;
        this.timeBase = timeBase;
        this.cursor = cursor;
        this.decoder = decoder;
        this.converter = converter;
    }

    @Override
    public boolean next() {
        info = null;
        image = null;
        while (!closed) {
            picture = decoder.receive();
            if (picture != null) {
                info = describe(picture);
                return true;
            }
            if (draining) {
                return false;
            }
            int number = cursor.next();
            AVPacket packet = cursor.read();
            if (packet == null) {
                draining = true;
                decoder.sendEnd();
            } else {
                decoder.send(packet, number);
            }
        }
        return false;
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
                decoded.corrupt());
    }

    @Override
    public FrameInfo info() {
        if (info == null) {
            throw new IllegalStateException("There is no current frame: next() was not called or returned false");
        }
        return info;
    }

    @Override
    public Image image() {
        info();
        if (image == null) {
            image = converter.apply(picture);
        }
        return image;
    }

    @Override
    public void close() {
        closed = true;
    }
}
