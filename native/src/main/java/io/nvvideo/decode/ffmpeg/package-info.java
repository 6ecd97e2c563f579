/** Decoding on the CPU, by FFmpeg. */
package io.nvvideo.decode.ffmpeg;
