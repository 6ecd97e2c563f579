package io.nvvideo.decode.nvdec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
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
    private final Vp9Frames frames = new Vp9Frames();

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
        packets = new PicturePackets(codec);
        kinds = new SessionKinds(device, options, what);
        // Packets of the others may hold pictures that are never shown, and only the parser knows which.
        this.inDecodeOrder = options.inDecodeOrder() && (codec == NvdecCodec.H264 || codec == NvdecCodec.HEVC);
    }

    /** Feeds a packet whose time of presentation nobody knows. */
    void send(BytePointer data, long bytes, long number, boolean afterGap) {
        send(data, bytes, number, number, afterGap);
    }

    /**
     * Feeds a packet; pictures that become due are handed out before it returns.
     *
     * @param number of the packet, not negative; comes out as the time of its picture, and -1 with a picture of no packet
     * @param time when its picture is shown, in any unit; its number if nobody knows
     */
    void send(BytePointer data, long bytes, long number, long time, boolean afterGap) {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot parse " + what + ": the parser was closed. Open another one.");
        }
        if (parser == null) {
            parser = new NvdecParser(device, codec, options.latency(), new Handler(), what);
        }
        if (codec == NvdecCodec.VP9) {
            frames.feed(CodecData.bytes(data, Math.toIntExact(bytes)));
        }
        if (!packets.readsBytes()) {
            parse(data, bytes, number, afterGap);
            return;
        }
        byte[] copy = new byte[Math.toIntExact(bytes)];
        data.get(copy);
        packets.feed(number, time, copy);
        if (options.latency() != ParserLatency.LOW) {
            parse(data, bytes, time, afterGap);
            return;
        }
        for (int from = 0; from < copy.length; ) {
            int end = PictureBounds.endOfPicture(codec, copy, from);
            parse(data.getPointer(from), end - from, time, afterGap && from == 0);
            from = end;
        }
    }

    /**
     * The same of a packet that has its number in place of its time.
     *
     * @param headers put before it; empty for none
     */
    void send(byte[] headers, AVPacket packet, long time) {
        if (headers.length == 0) {
            send(packet.data(), packet.size(), packet.pts(), time, false);
            return;
        }
        AVPacket whole = HeadedPacket.copy(headers, packet, "Cannot copy a packet of " + what);
        try {
            send(whole.data(), whole.size(), whole.pts(), time, false);
        } finally {
            av_packet_free(whole);
        }
    }

    private void parse(BytePointer data, long bytes, long time, boolean afterGap) {
        spoilingOnFailure(() -> parser.parse(data, bytes, time, afterGap));
    }

    /** Hands out what is left. */
    void end() {
        if (parser != null) {
            spoilingOnFailure(parser::end);
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
            packets.clear();
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
            throw e;
        }
    }

    private final class Handler implements NvdecParser.Handler {
        @Override
        public int sequence(VideoSequence told) {
            VideoSequence next = codec == NvdecCodec.VP9 ? frames.whole(told) : told;
            DecoderKind kind = kind(next);
            int more = MORE_SURFACES + options.latency().heldBack();
            DecoderSetup setup = pictures.shrink(next)
                    .map(shrink -> shrink.setup(more))
                    .orElseGet(() -> DecoderSetup.unscaled(next, more));
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
            }
            statistics = statistics.plus(cost);
            sequence = next;
            return setup.surfaces();
        }

        @Override
        public void decode(PictureParameters picture) {
            if (packets.readsBytes() && picture.beginsPicture()) {
                packets.found(picture.surface(), picture.firstSlice(PicturePackets.SLICE_BYTES));
            }
            session().decode(picture, what);
            if (inDecodeOrder) {
                if (picture.isFrame() || !picture.completesPicture()) {
                    topFieldFirst = !picture.isBottomField();
                }
                if (picture.completesPicture()) {
                    pictures.due(
                            new DuePicture(
                                    picture.surface(),
                                    packets.numberOfFed(picture.surface()),
                                    picture.isFrame(),
                                    topFieldFirst,
                                    false),
                            sequence,
                            session());
                }
            }
        }

        @Override
        public void due(DuePicture picture) {
            if (!inDecodeOrder) {
                pictures.due(packets.numbered(picture), sequence, session());
            }
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
        if (!frames.beginWithKey()) {
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
