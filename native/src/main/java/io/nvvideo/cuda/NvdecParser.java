package io.nvvideo.cuda;

import static org.bytedeco.nvcodec.global.nvcuvid.CUVID_PKT_ENDOFPICTURE;
import static org.bytedeco.nvcodec.global.nvcuvid.CUVID_PKT_ENDOFSTREAM;
import static org.bytedeco.nvcodec.global.nvcuvid.CUVID_PKT_NOTIFY_EOS;
import static org.bytedeco.nvcodec.global.nvcuvid.CUVID_PKT_TIMESTAMP;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidCreateVideoParser;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidDestroyVideoParser;
import static org.bytedeco.nvcodec.global.nvcuvid.cuvidParseVideoData;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.NumberPointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPARSERPARAMS;
import org.bytedeco.nvcodec.nvcuvid.CUVIDSOURCEDATAPACKET;
import org.bytedeco.nvcodec.nvcuvid.CUvideoparser;

/**
 * NVDEC's parser of one stream: takes packets, calls its handler for every header, picture and picture that is due. For one
 * thread; the handler is called on the thread that feeds it.
 */
public final class NvdecParser implements AutoCloseable {
    /** What is done with what the parser finds. Whatever it throws comes out of the call that fed the packet. */
    public interface Handler {
        /**
         * Headers, at the beginning of the stream and whenever they change. The only place where a session may be set anew.
         *
         * @return how many surfaces the session has now
         */
        int sequence(VideoSequence sequence);

        /** A picture, in decoding order. */
        void decode(PictureParameters picture);

        /** A picture, in presentation order. Only during the call may it be mapped: its surface may be decoded to after it. */
        void due(DuePicture picture);
    }

    private final CudaDevice device;
    private final Handler handler;
    private final String what;
    private final long id;
    private final int endOfPacket;
    private final CUvideoparser parser = new CUvideoparser();
    private final CUVIDSOURCEDATAPACKET packet = new CUVIDSOURCEDATAPACKET();
    private Throwable failure;
    private boolean closed;

    /**
     * @param what names the file in errors
     */
    public NvdecParser(CudaDevice device, NvdecCodec codec, ParserLatency latency, Handler handler, String what) {
        this.device = device;
        // Of the others every packet is complete, and may hold more than the one picture that the flag promises.
        this.endOfPacket = latency == ParserLatency.LOW && codec.hasStartCodes() ? CUVID_PKT_ENDOFPICTURE : 0;
        this.handler = handler;
        this.what = what;
        id = ParserCallbacks.register(this);
        try (CUVIDPARSERPARAMS parameters = new CUVIDPARSERPARAMS();
                NumberPointer user = new NumberPointer(id)) {
            parameters.zero();
            // What is held back is so by who listens: the parser would keep it beyond headers that change, when its
            // surface is gone.
            parameters.CodecType(codec.number()).ulMaxNumDecodeSurfaces(1).ulMaxDisplayDelay(0);
            ParserCallbacks.install(parameters, user);
            device.call("Cannot parse " + what, () -> cuvidCreateVideoParser(parser, parameters));
        } catch (RuntimeException e) {
            ParserCallbacks.forget(id);
            packet.close();
            throw e;
        }
        NativeObjects.opened();
    }

    /**
     * Feeds a packet.
     *
     * @param timestamp comes back with its picture, or with another where times are not in presentation order: those are sorted
     * @throws VideoException CORRUPT if it cannot be parsed, or what the handler threw
     */
    public void parse(BytePointer data, long bytes, long timestamp) {
        feed(data, bytes, timestamp, CUVID_PKT_TIMESTAMP | endOfPacket);
    }

    /** Says that no packet follows: all pictures become due. */
    public void end() {
        feed(null, 0, 0, CUVID_PKT_ENDOFSTREAM | CUVID_PKT_NOTIFY_EOS);
    }

    private void feed(BytePointer data, long bytes, long timestamp, int flags) {
        if (closed) {
            throw new VideoException(
                    Code.CANCELLED, "Cannot parse " + what + ": the parser was closed. Open another one.");
        }
        packet.zero();
        packet.payload(data).payload_size(bytes).timestamp(timestamp).flags(flags);
        int result = device.bound(() -> cuvidParseVideoData(parser, packet));
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
        CudaErrors.checkStream(result, "Cannot parse " + what);
    }

    Handler handler() {
        return handler;
    }

    /** Keeps what a callback threw: an exception that left it would end the process. */
    void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
    }

    /** Whether a callback failed in this call or nobody listens any more, so that the others do nothing. */
    boolean isDeaf() {
        return failure != null || closed;
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeObjects.closed();
            device.release(() -> cuvidDestroyVideoParser(parser));
            ParserCallbacks.forget(id);
            packet.close();
        }
    }
}
