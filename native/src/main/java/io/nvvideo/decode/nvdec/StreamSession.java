package io.nvvideo.decode.nvdec;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.cuda.DecoderKind;
import io.nvvideo.cuda.DecoderSetup;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.NvdecSession;
import io.nvvideo.cuda.VideoSequence;
import java.util.function.Supplier;

/** The session that a stream has at a time: of the pool, set anew or changed for another whenever headers change. */
final class StreamSession implements AutoCloseable {
    /** The driver makes no more (FFmpeg's nvdec.c warns of it). */
    private static final int MAX_SURFACES = 32;

    private final SessionPool pool;
    private final SessionKinds kinds;
    private final NvdecCodec codec;
    private final StreamOptions options;
    private final String what;
    private SessionPool.Lease lease;
    private VideoSequence sequence;
    private int surfaces;
    private SessionPool.Statistics statistics = SessionPool.Statistics.NONE;

    /**
     * @param what names the file in errors
     */
    StreamSession(SessionPool pool, SessionKinds kinds, NvdecCodec codec, StreamOptions options, String what) {
        this.pool = pool;
        this.kinds = kinds;
        this.codec = codec;
        this.options = options;
        this.what = what;
    }

    /**
     * For the pictures that follow these headers. Only from the parser's sequence callback.
     *
     * @param wanted what it is to be set to
     * @param beginsWithKey whether what follows refers to nothing that was before
     * @return whether nothing is left of what was decoded before
     * @throws VideoException UNSUPPORTED if the GPU has none
     */
    boolean begin(VideoSequence next, Supplier<DecoderSetup> wanted, boolean beginsWithKey) {
        DecoderKind kind = kind(next, beginsWithKey);
        DecoderSetup setup = wanted.get();
        if (setup.surfaces() > MAX_SURFACES) {
            throw kinds.unsupported(
                    "it wants " + setup.surfaces() + " surfaces of the " + MAX_SURFACES + " that there can be");
        }
        if (!setup.isEven()) {
            throw kinds.unsupported("what it shows of its pictures is of an odd size, and ends where they end");
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
        statistics = statistics.plus(cost);
        sequence = next;
        surfaces = setup.surfaces();
        return !cost.equals(SessionPool.Statistics.NONE);
    }

    /** Pictures of VP9 may be predicted from larger and smaller ones, which only the session has that decoded them. */
    private DecoderKind kind(VideoSequence next, boolean beginsWithKey) {
        DecoderKind kind = kinds.of(next);
        if (codec != NvdecCodec.VP9
                || lease == null
                || kind.equals(lease.session().kind())) {
            return kind;
        }
        if (lease.session().kind().covers(kind)) {
            return lease.session().kind();
        }
        if (!beginsWithKey) {
            throw kinds.unsupported("its pictures become larger without a key frame");
        }
        return kind;
    }

    boolean isThere() {
        return lease != null;
    }

    /**
     * That session.
     *
     * @throws VideoException CORRUPT if there is none
     */
    NvdecSession get() {
        if (lease == null) {
            throw new VideoException(
                    Code.CORRUPT,
                    "Cannot decode " + what + ": its pictures come before headers that can be used. Option"
                            + " mode=PERMISSIVE reads what can be read.");
        }
        return lease.session();
    }

    /** The headers that it is set to. */
    VideoSequence sequence() {
        return sequence;
    }

    /** How many surfaces it has for them. */
    int surfaces() {
        return surfaces;
    }

    /** Does something with it. What fails may leave it in any state, and then it is not given to others. */
    void use(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // What is wrong with the stream says nothing of the session.
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

    /** How the stream came to its sessions, and what it waited for them. */
    SessionPool.Statistics statistics() {
        return statistics;
    }

    /** Others may have it. */
    void giveBack() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        giveBack();
    }
}
