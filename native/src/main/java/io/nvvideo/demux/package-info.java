/** Containers: opened, described, indexed, and read packet by packet. */
package io.nvvideo.demux;
