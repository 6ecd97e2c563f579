/** Packets on their way to NVDEC: taken out of their container, and looked at for what its parser does not tell or does not survive. */
package io.nvvideo.decode.nvdec.packets;
