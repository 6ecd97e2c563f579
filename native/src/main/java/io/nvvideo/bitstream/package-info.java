/** What compressed video says of itself before it is decoded: NAL units, OBUs, parameter sets, messages. */
package io.nvvideo.bitstream;
