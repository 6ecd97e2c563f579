package io.nvvideo.cuda;

import io.nvvideo.image.SurfaceLayout;
import java.util.EnumSet;
import java.util.Set;

/** Surface layouts as NVDEC counts them ({@code cudaVideoSurfaceFormat} of cuviddec.h). */
final class NvdecSurfaces {
    private NvdecSurfaces() {}

    static int number(SurfaceLayout layout) {
        return switch (layout) {
            case NV12 -> 0;
            case P016 -> 1;
            case YUV444 -> 2;
            case YUV444_16 -> 3;
            case NV16 -> 4; // from Video Codec SDK 13 on
            case P216 -> 5;
        };
    }

    /** The layouts whose bits are set. */
    static Set<SurfaceLayout> ofMask(int mask) {
        Set<SurfaceLayout> layouts = EnumSet.noneOf(SurfaceLayout.class);
        for (SurfaceLayout layout : SurfaceLayout.values()) {
            if ((mask >> number(layout) & 1) != 0) {
                layouts.add(layout);
            }
        }
        return layouts;
    }
}
