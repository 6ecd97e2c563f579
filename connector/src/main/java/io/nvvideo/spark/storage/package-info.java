/** Files of any storage that Hadoop knows, and what an executor remembers of them. */
package io.nvvideo.spark.storage;
