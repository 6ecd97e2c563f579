/**
 * The CUDA driver and NVDEC: devices, streams, memory, kernels, parsers and decoder sessions. The only place that touches
 * their presets.
 */
package io.nvvideo.cuda;
