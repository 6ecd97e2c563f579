/** Where bytes come from, and how FFmpeg is made to read them. */
package io.nvvideo.io;
