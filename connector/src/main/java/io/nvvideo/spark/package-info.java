/** The data source {@code nvvideo}: its options, its table. */
package io.nvvideo.spark;
