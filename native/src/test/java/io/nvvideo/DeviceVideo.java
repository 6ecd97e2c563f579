package io.nvvideo;

import io.nvvideo.cuda.CudaDevice;
import io.nvvideo.decode.Reading;
import io.nvvideo.decode.nvdec.DeviceDecoder;
import io.nvvideo.decode.nvdec.DeviceFrames;
import io.nvvideo.decode.nvdec.StreamOptions;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.PacketScanner;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.io.RememberedSource;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.media.VideoStream;
import io.nvvideo.select.DecodePlan;
import io.nvvideo.select.DecodePlan.Skip;
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
    private final VideoStream stream;
    private final FrameIndex index;
    private final PacketCursor cursor;
    private final ReferenceReader references;
    private final DeviceDecoder decoder;

    /** Opens the file and makes its index; decodes nothing. */
    public DeviceVideo(CudaDevice device, Path file, DeviceFrames frames, int keptSessions, StreamOptions options) {
        source = new RememberedSource(ByteSource.of(file));
        opened = new OpenContainer(source, VideoOptions.DEFAULT);
        stream = StreamChoice.of(opened.description(), -1, source.name());
        index = PacketScanner.scan(source, stream.index(), () -> stream.hasBFrames() > 0, () -> false)
                .index();
        AVStream decoded = opened.stream(stream.index());
        decoder = new DeviceDecoder(device, decoded, frames, keptSessions, options, source.name());
        references = new ReferenceReader(decoded.codecpar());
        cursor = new PacketCursor(opened.takeDemuxer(), opened::openAgain, stream.index(), index);
        source.forget();
    }

    /** How many frames it has. */
    public int length() {
        return index.frameCount();
    }

    /** Has the frames of a selection put on the GPU; how many came. */
    public int read(Selection selection) {
        Skip skippable = references.canTell() ? Skip.DISPOSABLE : Skip.NOTHING;
        DecodePlan plan = Planner.plan(index, Planner.frames(index, selection), skippable);
        cursor.expect(plan.ranges(index, cursor.describesBytes()));
        int frames = 0;
        try (PlanReader reader =
                new PlanReader(source.name(), stream.index(), index, plan, cursor, decoder, references, null)) {
            decoder.begin(new Reading(Output.RGB, stream.orientation(), reader::wants));
            while (reader.next()) {
                frames++;
            }
        } finally {
            decoder.rest();
        }
        return frames;
    }

    @Override
    public void close() {
        decoder.close();
        cursor.close();
        opened.close();
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
