package io.nvvideo;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.decode.nvdec.DeviceDecoder;
import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.decode.nvdec.StreamOptions;
import io.nvvideo.demux.OpenContainer;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.read.FrameSequence;
import io.nvvideo.read.StreamReader;
import io.nvvideo.select.Planner;
import io.nvvideo.select.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * A video file whose frames stay on a GPU. The library's own container, index, plan, reader and sessions, as {@link OpenSource}
 * puts them together; only what becomes of a wanted picture is another. The library itself gives no frames on GPUs.
 */
public final class DeviceVideo implements AutoCloseable {
    private final RememberedSource source;
    private final OpenContainer opened;
    private final FrameIndex index;
    private final StreamReader reader;

    /** Opens the file and makes its index; decodes nothing. */
    public DeviceVideo(CudaDevice device, Path file, DeviceFrames frames, int keptSessions, StreamOptions options) {
        source = new RememberedSource(ByteSource.of(file));
        opened = new OpenContainer(source, -1, () -> false);
        VideoStream stream = StreamChoice.of(opened.description(), -1, source.name());
        index = PacketScanner.scan(source, stream.index(), () -> stream.hasBFrames() > 0, () -> false)
                .index();
        AVStream decoded = opened.stream(stream.index());
        reader = new StreamReader(
                source,
                stream,
                new ReferenceReader(decoded.codecpar()),
                new DeviceDecoder(device, decoded, frames, keptSessions, options, source.name()),
                () -> opened.packets(stream.index(), index),
                new StreamReader.Prefetching(0, this));
        source.forget();
    }

    /** How many frames it has. */
    public int length() {
        return index.frameCount();
    }

    /** Has the frames of a selection put on the GPU; how many came. */
    public int read(Selection selection) {
        int frames = 0;
        try (FrameSequence sequence = reader.read(index, Planner.frames(index, selection), Output.RGB, null)) {
            while (sequence.next()) {
                frames++;
            }
        }
        reader.rest();
        return frames;
    }

    @Override
    public void close() {
        reader.close();
        opened.close();
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
