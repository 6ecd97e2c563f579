/** Values into Arrow vectors, in exactly the layout that Spark uses, and the memory of a task. */
package io.nvvideo.spark.arrow;
