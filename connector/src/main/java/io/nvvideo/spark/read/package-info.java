/** Reading: from a scan that Spark asks for to batches of Arrow vectors. One class for each of Spark's roles. */
package io.nvvideo.spark.read;
