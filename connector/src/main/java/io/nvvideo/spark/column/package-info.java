/** Columns: what a row has to offer, what a value costs, and what a query asked for. Knows no view and no file. */
package io.nvvideo.spark.column;
