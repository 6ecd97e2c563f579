package io.nvvideo.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;

import io.nvvideo.image.SurfaceLayout;
import java.nio.ByteBuffer;
import org.bytedeco.cuda.cudart.CUstream_st;

/** The samples of a surface on the host, as the CPU's {@code surface} output has them: planes without padding. */
public final class HostCopy implements AutoCloseable {
    private final CudaDevice device;
    private PinnedMemory host;

    public HostCopy(CudaDevice device) {
        this.device = device;
    }

    /** Copies what is mapped as it lies, and takes the padding out here. */
    public byte[] of(Surface surface, CudaStream stream) {
        SurfaceLayout layout = surface.layout();
        int chromaRows = layout.chromaHeight(surface.height());
        int chromaBytes = layout.chromaWidth(surface.width()) * layout.bytesPerSample();
        long lastPlane = layout.interleaved() ? surface.chroma() : surface.red();
        long size = lastPlane - surface.luma() + (long) surface.chromaPitch() * chromaRows;
        CUstream_st handle = stream.handle();
        PinnedMemory to = room(size);
        device.call(
                "Cannot copy a surface from " + device,
                () -> cuMemcpyDtoHAsync(to.pointer(), surface.luma(), size, handle));
        stream.synchronize();
        byte[] bytes = new byte[Math.toIntExact(layout.byteSize(surface.width(), surface.height()))];
        ByteBuffer from = to.bytes();
        int at = rows(
                from, 0, surface.lumaPitch(), surface.height(), surface.width() * layout.bytesPerSample(), bytes, 0);
        int chroma = Math.toIntExact(surface.chroma() - surface.luma());
        if (layout.interleaved()) {
            rows(from, chroma, surface.chromaPitch(), chromaRows, 2 * chromaBytes, bytes, at);
        } else {
            int red = Math.toIntExact(surface.red() - surface.luma());
            at = rows(from, chroma, surface.chromaPitch(), chromaRows, chromaBytes, bytes, at);
            rows(from, red, surface.chromaPitch(), chromaRows, chromaBytes, bytes, at);
        }
        return bytes;
    }

    private static int rows(ByteBuffer from, int start, int pitch, int rows, int rowBytes, byte[] to, int at) {
        for (int y = 0; y < rows; y++) {
            from.get(start + y * pitch, to, at + y * rowBytes, rowBytes);
        }
        return at + rows * rowBytes;
    }

    private PinnedMemory room(long size) {
        if (host == null || host.byteSize() < size) {
            close();
            host = new PinnedMemory(device, Math.toIntExact(size));
        }
        return host;
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
            host = null;
        }
    }
}
