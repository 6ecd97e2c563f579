/** What Spark's interface shows about a read. */
package io.nvvideo.spark.metric;
