package io.nvvideo.image;

import io.nvvideo.media.Orientation;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** All that a conversion depends on besides the pixels; when it changes in mid-stream, the conversion is set up anew. */
record SourceKey(
        int width,
        int height,
        int format,
        int space,
        int range,
        int primaries,
        int chromaLocation,
        Orientation orientation) {

    static SourceKey of(AVFrame frame, Orientation orientation) {
        return new SourceKey(
                frame.width(),
                frame.height(),
                frame.format(),
                frame.colorspace(),
                frame.color_range(),
                frame.color_primaries(),
                frame.chroma_location(),
                orientation);
    }
}
