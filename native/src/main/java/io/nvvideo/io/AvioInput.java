package io.nvvideo.io;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_freep;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.ffmpeg.NativeObjects;
import io.nvvideo.ffmpeg.Natives;
import io.nvvideo.ffmpeg.NumberPointer;
import io.nvvideo.media.ByteRanges;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * FFmpeg's view of a {@link ByteSource}: an AVIOContext whose callbacks read from it. Does not own the source: several
 * inputs may look at one source, one after the other.
 *
 * <p>The two callbacks are static and find their input by a number, because JavaCPP has room for only ten live callbacks of
 * a type, and nothing is ever thrown out of them, because that would end the process. What went wrong is kept and thrown by
 * {@link #rethrow()}.
 */
public final class AvioInput implements AutoCloseable {
    /** FFmpeg asks for whole buffers; larger ones mean fewer calls into Java and fewer requests to an object store. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private static final Map<Long, AvioInput> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_ID = new AtomicLong(1);
    private static final int SEEK_SET = 0;
    private static final int SEEK_CURRENT = 1;
    private static final int SEEK_END = 2;

    /** Made with the first input, that is after the libraries were loaded. */
    private static final class Callbacks {
        static final Read READ = new Read();
        static final Seek SEEK = new Seek();
    }

    private final ByteSource source;
    private final BooleanSupplier cancelled;
    private final long id = NEXT_ID.getAndIncrement();
    private final AVIOContext context;
    private byte[] copy = new byte[BUFFER_BYTES];
    private MediaRanges withheld = MediaRanges.NONE;
    /** Null where nobody looks at what is withheld. */
    private BlankMedia blank;

    private final ReadAhead ahead = new ReadAhead(BUFFER_BYTES);
    /** Until the header is open. */
    private StillItems stillItems;

    private long position;
    private long bytesRead;
    private Throwable failure;
    private boolean closed;

    /** Opens FFmpeg's side; reads nothing yet. */
    public AvioInput(ByteSource source, BooleanSupplier cancelled) {
        Natives.require();
        this.source = source;
        this.cancelled = cancelled;
        this.stillItems = new StillItems(source);
        BytePointer buffer = new BytePointer(FfmpegErrors.allocated(av_malloc(BUFFER_BYTES), "a read buffer"));
        NumberPointer opaque = new NumberPointer(id);
        this.context = FfmpegErrors.allocated(
                avio_alloc_context(
                        buffer,
                        BUFFER_BYTES,
                        0,
                        opaque,
                        Callbacks.READ,
                        null,
                        source.isSeekable() ? Callbacks.SEEK : null),
                "an input");
        OPEN.put(id, this);
        NativeObjects.opened();
    }

    /** FFmpeg's structure, for AVFormatContext.pb. */
    public AVIOContext context() {
        return context;
    }

    /** Bytes that were really read from the source. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * From now on, reads inside the ranges return bytes that were never read: listing the packets of an MP4 needs only their
     * places and sizes, not what is in them.
     */
    public void withhold(MediaRanges ranges) {
        withheld = ranges;
    }

    /** As {@link #withhold}, for those who look into the packets nevertheless. */
    public void withhold(BlankMedia media) {
        withheld = media.ranges();
        blank = media;
    }

    /**
     * From now on, reads inside these ranges end where the ranges end: FFmpeg asks for whole buffers, most of which would be
     * bytes of packets that nobody wants.
     */
    public void expect(ByteRanges ranges) {
        ahead.expect(ranges);
    }

    /** To be called once FFmpeg has read the header: until then its bytes are looked at for what would end the process. */
    public void headerIsOpen() {
        stillItems = null;
    }

    /** Whether reading was stopped by the caller's cancellation. */
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /**
     * Throws what a callback had to keep to itself since the last call.
     *
     * @throws VideoException with the reason why the source could not be read
     */
    public void rethrow() {
        Throwable kept = failure;
        failure = null;
        if (kept == null) {
            if (isCancelled()) {
                throw new VideoException(Code.CANCELLED, "Cannot read " + source.name() + ": the task was cancelled.");
            }
            return;
        }
        if (kept instanceof VideoException already) {
            throw already;
        }
        if (kept instanceof Error error) {
            throw error;
        }
        throw new VideoException(
                Code.IO,
                "Cannot read " + source.name() + " at byte " + position + ": " + kept.getMessage() + ".",
                kept);
    }

    private int read(BytePointer buffer, int wanted) throws IOException {
        if (isCancelled()) {
            return AVERROR_EXIT();
        }
        long skip = withheld.withheldFrom(position, wanted);
        if (skip > 0) {
            if (blank != null) {
                blank.fill(buffer, position, skip);
            }
            position += skip;
            return (int) skip;
        }
        int allowed = (int) withheld.readableFrom(position, Math.min(ahead.bytes(position, wanted), copy.length));
        int count = source.read(position, copy, 0, allowed);
        if (count <= 0) {
            return AVERROR_EOF();
        }
        if (stillItems != null) {
            stillItems.look(position, copy, count);
        }
        buffer.put(copy, 0, count);
        position += count;
        ahead.readUpTo(position);
        bytesRead += count;
        return count;
    }

    private long seek(long offset, int whence) throws IOException {
        if ((whence & AVSEEK_SIZE) != 0) {
            return source.length() < 0 ? -1 : source.length();
        }
        long target =
                switch (whence & ~AVSEEK_FORCE) {
                    case SEEK_SET -> offset;
                    case SEEK_CURRENT -> position + offset;
                    case SEEK_END -> source.length() + offset;
                    default -> -1;
                };
        if (target < 0) {
            return -1;
        }
        position = target;
        return target;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        OPEN.remove(id);
        NativeObjects.closed();
        copy = null;
        try (PointerPointer<Pointer> buffer = new PointerPointer<>(1)) {
            av_freep(buffer.put(context.buffer()));
        }
        context.buffer(null);
        avio_context_free(context);
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int wanted) {
            AvioInput input = OPEN.get(opaque.address());
            if (input == null) {
                return AVERROR_EXTERNAL();
            }
            try {
                return input.read(buffer.capacity(wanted), wanted);
            } catch (Throwable e) {
                input.failure = e;
                return AVERROR_EXTERNAL();
            }
        }
    }

    private static final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            AvioInput input = OPEN.get(opaque.address());
            if (input == null) {
                return AVERROR_EXTERNAL();
            }
            try {
                return input.seek(offset, whence);
            } catch (Throwable e) {
                input.failure = e;
                return AVERROR_EXTERNAL();
            }
        }
    }
}
