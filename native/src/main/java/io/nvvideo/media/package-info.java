/** What videos, streams, packets and frames are: values without input, output or native code. */
package io.nvvideo.media;
