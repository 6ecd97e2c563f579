/** From what is wanted to a plan: which frames, which packets to read and to decode for them. Pure. */
package io.nvvideo.select;
