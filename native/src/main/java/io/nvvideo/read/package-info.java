/** Reading a stream by its plan, with what is done where a file is damaged. */
package io.nvvideo.read;
