/**
 * The library's front door: open a {@link io.nvvideo.Video}, choose frames with {@code select}, say with {@code image} what
 * their pixels are, and catch one {@link io.nvvideo.VideoException}. Knows nothing of Spark.
 */
package io.nvvideo;
