/** Conditions on rows: from Spark's predicates to three-valued logic over what is known of a row. */
package io.nvvideo.spark.condition;
