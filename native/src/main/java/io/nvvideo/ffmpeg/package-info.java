/** What all who call FFmpeg need: its libraries loaded, its errors, names and formats as ours. */
package io.nvvideo.ffmpeg;
