package io.nvvideo.spark.read;

/** Which table a collection of videos is read as. */
public enum ViewName {
    /** A row for each frame. */
    FRAMES,
    /** A row for each video stream. */
    VIDEOS
}
