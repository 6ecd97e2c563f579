package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecParser;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
import io.nvvideo.decode.nvdec.packets.FedPackets;
import io.nvvideo.decode.nvdec.packets.ShownArea;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.HeadedPacket;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * One stream on NVDEC: a parser of its own and, from its first headers on, a session of the pool, which is set anew or changed
 * for another whenever the headers change. For one thread.
 */
final class NvdecStream implements AutoCloseable {
    /** Beside those that the parser holds back: one lets the next picture be decoded while one that is due is taken. */
    private static final int MORE_SURFACES = 1;

    /** What is done with pictures. */
    interface Pictures {
        /** With one that is due: map it, or leave it. Both only during the call. */
        void due(DuePicture picture, VideoSequence sequence, NvdecSession session);

        /** How the hardware is to shrink the pictures that follow these headers; empty: not at all. */
        default Optional<Shrink> shrink(VideoSequence sequence) {
            return Optional.empty();
        }
    }

    private final CudaDevice device;
    private final NvdecCodec codec;
    private final Pictures pictures;
    private final StreamOptions options;
    private final String what;
    private final boolean inDecodeOrder;
    private final StreamSession session;
    private final PicturePackets packets;
    private final SessionKinds kinds;
    private final FedPackets fed;
    private final Vp9Slots slots = new Vp9Slots();
    private final HeldBack due;
    /** Null before the first packet, and after {@link #restart}. */
    private NvdecParser parser;

    /** VP9's that is fed. */
    private Vp9Frame frame;

    private boolean topFieldFirst;
    private boolean closed;

    /**
     * @param what names the file in errors
     */
    NvdecStream(
            CudaDevice device,
            SessionPool pool,
            NvdecCodec codec,
            StreamOptions options,
            Pictures pictures,
            String what) {
        this.device = device;
        this.codec = codec;
        this.options = options;
        this.pictures = pictures;
        this.what = what;
        packets = PicturePackets.of(codec);
        fed = new FedPackets(codec, what);
        kinds = new SessionKinds(device, options, what);
        session = new StreamSession(pool, kinds, codec, options, what);
        due = new HeldBack(
                options.latency().heldBack() > 0, picture -> pictures.due(picture, session.sequence(), session.get()));
        // Packets of the others may hold pictures that are never shown, and only the parser knows which.
        this.inDecodeOrder = options.inDecodeOrder() && (codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC);
    }

    /** Feeds a packet whose time of presentation nobody knows. */
    void send(BytePointer data, long bytes, long number) {
        send(data, bytes, number, number);
    }

    /**
     * Feeds a packet; pictures that become due are handed out before it returns.
     *
     * @param number of the packet, not negative; comes out as the time of its picture, and -1 with a picture of no packet
     * @param time when its picture is shown, in any unit; its number if nobody knows
     */
    void send(BytePointer data, long bytes, long number, long time) {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot parse " + what + ": the parser was closed. Open another one.");
        }
        ByteBuffer packet = CodecData.bytes(data, Math.toIntExact(bytes));
        if (!packets.readsBytes()) {
            packets.feed(number, number, null);
            if (codec == NvdecCodec.VP9) {
                sendFrames(data, packet, number);
            } else {
                look(packet);
                parse(data, bytes, number);
            }
            return;
        }
        look(packet);
        byte[] copy = new byte[Math.toIntExact(bytes)];
        data.get(copy);
        packets.feed(number, time, copy);
        if (options.latency() != ParserLatency.LOW) {
            parse(data, bytes, time);
            return;
        }
        for (int from = 0; from < copy.length; ) {
            int end = PictureBounds.endOfPicture(codec, copy, from);
            parse(data.getPointer(from), end - from, time);
            from = end;
        }
    }

    /** One by one, so that a frame that is shown once more comes in its turn. */
    private void sendFrames(BytePointer data, ByteBuffer packet, long number) {
        int from = 0;
        for (ByteBuffer bytes : Vp9Frame.split(packet)) {
            frame = Vp9Frame.read(bytes);
            if (frame != null && frame.existing() != Vp9Frame.NONE) {
                showAgain(slots.surface(frame.existing()), number);
            } else {
                look(bytes);
                parse(data.getPointer(from), bytes.limit(), number);
            }
            from += bytes.limit();
        }
    }

    private void showAgain(int surface, long number) {
        if (surface != Vp9Slots.EMPTY && session.isThere()) {
            session.use(() -> due.add(new DuePicture(surface, number, true, false, false)));
        }
    }

    /**
     * The same of a packet that has its number in place of its time.
     *
     * @param headers put before it; empty for none
     */
    void send(byte[] headers, AVPacket packet, long time) {
        if (headers.length == 0) {
            send(packet.data(), packet.size(), packet.pts(), time);
            return;
        }
        AVPacket whole = HeadedPacket.copy(headers, packet, "Cannot copy a packet of " + what);
        try {
            send(whole.data(), whole.size(), whole.pts(), time);
        } finally {
            av_packet_free(whole);
        }
    }

    private void look(ByteBuffer packet) {
        ShownArea shown = fed.look(packet);
        if (shown.changesUntold()) {
            // Another parser tells a sequence, where the same one would see no reason to.
            end();
            if (!shown.beginsAlone()) {
                throw kinds.unsupported("what is shown of its pictures changes where decoding cannot begin anew");
            }
            restart();
        }
        fed.reasonAgainst(packet).ifPresent(reason -> {
            throw kinds.unsupported(reason);
        });
    }

    private void parse(BytePointer data, long bytes, long time) {
        if (parser == null) {
            parser = new NvdecParser(device, codec, options.latency(), new Handler(), what);
        }
        session.use(() -> parser.parse(data, bytes, time));
    }

    /** Hands out what is left. */
    void end() {
        if (parser != null) {
            session.use(() -> {
                parser.end();
                due.handOut();
            });
        }
    }

    /**
     * Forgets what was fed, undecoded or not yet due; headers have to come again. A new parser does that for certain, and is
     * cheap beside a session, which stays.
     */
    void restart() {
        if (parser != null && !closed) {
            parser.close();
            parser = null;
            due.clear();
            slots.clear();
            packets.clear();
            fed.clear();
        }
    }

    /** The same, and others may have the session. */
    void rest() {
        restart();
        session.giveBack();
    }

    private final class Handler implements NvdecParser.Handler {
        @Override
        public int sequence(VideoSequence told) {
            due.handOut();
            VideoSequence next = fed.sequence(told);
            int more = MORE_SURFACES + options.latency().heldBack();
            boolean others = session.begin(
                    next,
                    () -> pictures.shrink(next)
                            .map(shrink -> shrink.setup(more))
                            .orElseGet(() -> DecoderSetup.unscaled(next, more)),
                    fed.beginsWithKey());
            if (others) {
                packets.forgetSurfaces();
                slots.clear();
            }
            return session.surfaces();
        }

        @Override
        public void decode(PictureParameters picture) {
            fed.decode(picture, session.sequence());
            due.beforeDecoding(picture.surface());
            if (picture.beginsPicture()) {
                byte[] slice = packets.readsBytes() ? picture.firstSlice(SlicePackets.SLICE_BYTES) : null;
                packets.found(picture.surface(), slice);
            }
            session.get().decode(picture, what);
            fed.decoded();
            if (frame != null) {
                slots.decoded(frame, picture.surface());
            }
            due.handOut();
            if (inDecodeOrder) {
                if (picture.isFrame() || !picture.completesPicture()) {
                    topFieldFirst = !picture.isBottomField();
                }
                if (picture.completesPicture()) {
                    due.add(new DuePicture(
                            picture.surface(),
                            packets.numberOfFed(picture.surface()),
                            picture.isFrame(),
                            topFieldFirst,
                            false));
                }
            }
        }

        @Override
        public void due(DuePicture picture) {
            if (!inDecodeOrder) {
                due.add(packets.numbered(picture));
            }
        }
    }

    /** Whether pictures were known by their slices so far, and not by the times of packets. */
    boolean knowsBySlices() {
        return packets.slicesTell();
    }

    /** How it came to its sessions, and what it waited for them. */
    SessionPool.Statistics statistics() {
        return session.statistics();
    }

    /** Gives the session back; safe to call twice. */
    @Override
    public void close() {
        closed = true;
        if (parser != null) {
            parser.close();
        }
        session.close();
    }
}
