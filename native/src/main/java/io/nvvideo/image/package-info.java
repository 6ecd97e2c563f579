/** From decoded pictures to the bytes that are handed out: colour, size, orientation, layout, jpeg and png. */
package io.nvvideo.image;
