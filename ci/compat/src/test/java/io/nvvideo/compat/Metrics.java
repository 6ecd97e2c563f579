package io.nvvideo.compat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import scala.collection.Iterator;

/** What the stages of a query counted, by the descriptions that Spark's interface shows. */
final class Metrics extends SparkListener {
    private static final String LAST = "the last job";

    private final Map<String, Long> values = new ConcurrentHashMap<>();
    private final CountDownLatch seenAll = new CountDownLatch(1);

    private Metrics() {}

    /** Runs a query; a metric that stayed 0 is absent. */
    static Map<String, Long> of(Runnable query) {
        Metrics metrics = new Metrics();
        Cell.SPARK.sparkContext().addSparkListener(metrics);
        try {
            query.run();
            // Events come in order, later: what was before this job has arrived when this job has.
            Cell.SPARK.sparkContext().setJobDescription(LAST);
            Cell.SPARK.range(1).collectAsList();
            if (!metrics.seenAll.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("No event of the last job");
            }
            return metrics.values;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Cell.SPARK.sparkContext().setJobDescription(null);
            Cell.SPARK.sparkContext().removeSparkListener(metrics);
        }
    }

    @Override
    public void onJobStart(SparkListenerJobStart started) {
        if (LAST.equals(started.properties().getProperty("spark.job.description"))) {
            seenAll.countDown();
        }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        Iterator<AccumulableInfo> all = completed.stageInfo().accumulables().valuesIterator();
        while (all.hasNext()) {
            AccumulableInfo one = all.next();
            if (one.name().isDefined() && one.value().isDefined()) {
                String value = String.valueOf(one.value().get());
                if (value.matches("\\d+")) {
                    values.merge(one.name().get(), Long.parseLong(value), Long::sum);
                }
            }
        }
    }
}
