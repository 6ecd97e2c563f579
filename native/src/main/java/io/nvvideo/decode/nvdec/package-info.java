/** Decoding on NVIDIA's GPUs: by NVDEC itself, or by way of FFmpeg's decoders for it. */
package io.nvvideo.decode.nvdec;
