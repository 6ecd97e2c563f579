package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.bitstream.Vp9Frame;
import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.DuePicture;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecParser;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.ParserLatency;
import io.nvvideo.cuda.PictureParameters;
import io.nvvideo.cuda.VideoSequence;
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

    /** The driver makes no more (FFmpeg's nvdec.c warns of it). */
    private static final int MAX_SURFACES = 32;

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
    private final SessionPool pool;
    private final NvdecCodec codec;
    private final Pictures pictures;
    private final StreamOptions options;
    private final String what;
    private final boolean inDecodeOrder;
    /** Null before the first packet, and after {@link #restart}. */
    private NvdecParser parser;

    private SessionPool.Lease lease;
    private VideoSequence sequence;
    private SessionPool.Statistics statistics = SessionPool.Statistics.NONE;
    private final PicturePackets packets;
    private final SessionKinds kinds;
    private final ShownArea shown;
    private final ParserGuard guard;
    private final RecoveryPoints recovery;
    private final Vp9Slots slots = new Vp9Slots();

    /** What is due, and handed out when one more was given to the decoder; null if there is none. */
    private DuePicture held;
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
        this.pool = pool;
        this.codec = codec;
        this.options = options;
        this.pictures = pictures;
        this.what = what;
        packets = PicturePackets.of(codec);
        shown = new ShownArea(codec);
        guard = new ParserGuard(codec, what);
        recovery = new RecoveryPoints(codec);
        kinds = new SessionKinds(device, options, what);
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
        if (parser == null) {
            parser = new NvdecParser(device, codec, options.latency(), new Handler(), what);
        }
        ByteBuffer packet = CodecData.bytes(data, Math.toIntExact(bytes));
        if (!packets.readsBytes()) {
            packets.feed(number, number, null);
            if (codec == NvdecCodec.VP9) {
                sendFrames(data, packet, number);
            } else {
                shown.feed(packet);
                guard.feed(packet, shown.beginsWithKey());
                parse(data, bytes, number);
            }
            return;
        }
        if (GlobalMotion.isIn(codec, packet)) {
            throw kinds.unsupported(GlobalMotion.REASON);
        }
        shown.feed(packet);
        guard.feed(packet, shown.beginsWithKey());
        recovery.feed(packet);
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
                shown.feed(bytes);
                guard.feed(bytes, shown.beginsWithKey());
                parse(data.getPointer(from), bytes.limit(), number);
            }
            from += bytes.limit();
        }
    }

    private void showAgain(int surface, long number) {
        if (surface != Vp9Slots.EMPTY && lease != null) {
            spoilingOnFailure(() -> handOut(new DuePicture(surface, number, true, false, false)));
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

    private void parse(BytePointer data, long bytes, long time) {
        spoilingOnFailure(() -> parser.parse(data, bytes, time));
    }

    /** Hands out what is left. */
    void end() {
        if (parser != null) {
            spoilingOnFailure(() -> {
                parser.end();
                handOutHeld();
            });
            if (recovery.arePassedOver()) {
                throw kinds.unsupported(RecoveryPoints.REASON);
            }
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
            held = null;
            slots.clear();
            packets.clear();
            guard.clear();
            recovery.clear();
        }
    }

    /** The same, and others may have the session. */
    void rest() {
        restart();
        giveBack();
    }

    private void spoilingOnFailure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // What is wrong with the stream says nothing of the session; anything else may have left it in any state.
            boolean ofStream = e instanceof VideoException failure
                    && (failure.code() == Code.CORRUPT || failure.code() == Code.UNSUPPORTED);
            if (lease != null && !ofStream) {
                lease.spoil();
            }
            if (e instanceof VideoException failure) {
                throw naming(failure);
            }
            throw e;
        }
    }

    /** Sessions serve any video, and do not know which one. */
    private VideoException naming(VideoException failure) {
        return failure.code() == Code.CANCELLED || failure.getMessage().contains(what)
                ? failure
                : new VideoException(failure.code(), "Cannot decode " + what + ": " + failure.getMessage(), failure);
    }

    private final class Handler implements NvdecParser.Handler {
        @Override
        public int sequence(VideoSequence told) {
            handOutHeld();
            guard.sequence();
            VideoSequence next = shown.of(told);
            DecoderKind kind = kind(next);
            int more = MORE_SURFACES + options.latency().heldBack();
            DecoderSetup setup = pictures.shrink(next)
                    .map(shrink -> shrink.setup(more))
                    .orElseGet(() -> DecoderSetup.unscaled(next, more));
            if (setup.surfaces() > MAX_SURFACES) {
                throw kinds.unsupported(
                        "it wants " + setup.surfaces() + " surfaces of the " + MAX_SURFACES + " that there can be");
            }
            SessionPool.Statistics cost;
            if (lease != null && lease.session().kind().equals(kind)) {
                cost = lease.set(setup);
            } else {
                // Given back first: two streams that each hold one and wait for another would wait for ever.
                giveBack();
                lease = pool.borrow(kind, setup, options.cancelled());
                cost = lease.cost();
            }
            if (!cost.equals(SessionPool.Statistics.NONE)) {
                packets.forgetSurfaces();
                slots.clear();
            }
            statistics = statistics.plus(cost);
            sequence = next;
            return setup.surfaces();
        }

        @Override
        public void decode(PictureParameters picture) {
            guard.decode(picture);
            if (held != null && held.surface() == picture.surface()) {
                handOutHeld();
            }
            if (picture.beginsPicture()) {
                byte[] slice = packets.readsBytes() ? picture.firstSlice(SlicePackets.SLICE_BYTES) : null;
                packets.found(picture.surface(), slice);
            }
            recovery.decoded();
            session().decode(picture, what);
            guard.decoded();
            if (frame != null) {
                slots.decoded(frame, picture.surface());
            }
            handOutHeld();
            if (inDecodeOrder) {
                if (picture.isFrame() || !picture.completesPicture()) {
                    topFieldFirst = !picture.isBottomField();
                }
                if (picture.completesPicture()) {
                    handOut(new DuePicture(
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
                handOut(packets.numbered(picture));
            }
        }
    }

    /** In the order in which they are due. */
    private void handOut(DuePicture picture) {
        handOutHeld();
        if (options.latency().heldBack() > 0) {
            held = picture;
        } else {
            pictures.due(picture, sequence, session());
        }
    }

    private void handOutHeld() {
        DuePicture picture = held;
        held = null;
        if (picture != null) {
            pictures.due(picture, sequence, session());
        }
    }

    private NvdecSession session() {
        if (lease == null) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot decode " + what + ": its pictures come before headers that can be used. Option"
                            + " mode=PERMISSIVE reads what can be read.");
        }
        return lease.session();
    }

    /** Pictures of VP9 may be predicted from larger and smaller ones, which only the session has that decoded them. */
    private DecoderKind kind(VideoSequence next) {
        DecoderKind kind = kinds.of(next);
        if (codec != NvdecCodec.VP9
                || lease == null
                || kind.equals(lease.session().kind())) {
            return kind;
        }
        if (lease.session().kind().covers(kind)) {
            return lease.session().kind();
        }
        if (!shown.beginsWithKey()) {
            throw kinds.unsupported("its pictures become larger without a key frame");
        }
        return kind;
    }

    private void giveBack() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** Whether pictures were known by their slices so far, and not by the times of packets. */
    boolean knowsBySlices() {
        return packets.slicesTell();
    }

    /** How it came to its sessions, and what it waited for them. */
    SessionPool.Statistics statistics() {
        return statistics;
    }

    /** Gives the session back; safe to call twice. */
    @Override
    public void close() {
        closed = true;
        if (parser != null) {
            parser.close();
        }
        giveBack();
    }
}
