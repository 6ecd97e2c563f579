package bench;

import java.util.List;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Takes a table's batches as they are, in columns, as the Arrow functions of Spark 4.2 and columnar plugins take them. */
public final class ReadColumns {
    private ReadColumns() {}

    /** Adds up the lengths of the values of a binary column, the last one. Returns the number of rows. */
    public static long read(Dataset<Row> table) {
        return table.queryExecution()
                .executedPlan()
                .collectLeaves()
                .head()
                .executeColumnar()
                .toJavaRDD()
                .mapPartitions(batches -> {
                    long rows = 0;
                    long bytes = 0;
                    while (batches.hasNext()) {
                        ColumnarBatch batch = batches.next();
                        ArrowColumnVector column = (ArrowColumnVector) batch.column(batch.numCols() - 1);
                        VarBinaryVector values = (VarBinaryVector) column.getValueVector();
                        for (int row = 0; row < batch.numRows(); row++) {
                            bytes += values.getValueLength(row);
                        }
                        rows += batch.numRows();
                        batch.closeIfFreeable();
                    }
                    if (rows > 0 && bytes == 0) {
                        throw new IllegalStateException("There are no bytes in " + rows + " rows");
                    }
                    return List.of(rows).iterator();
                })
                .reduce(Long::sum);
    }
}
