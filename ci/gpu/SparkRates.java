import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads folders of videos through Spark on a GPU, as 336x336 rgb, and prints a line in JSON for each time. Arguments: the GPU,
 * tasks at a time, the folders. What comes is counted and its bytes are added up, so that nothing can be left out.
 */
public final class SparkRates {
    private static final int SIDE = 336;
    /** The first one makes sessions and compiles code, and is not told. */
    private static final int TIMES = 4;

    private final SparkSession spark;
    private final String gpu;
    private final int cores;

    private SparkRates(SparkSession spark, String gpu, int cores) {
        this.spark = spark;
        this.gpu = gpu;
        this.cores = cores;
    }

    public static void main(String[] arguments) throws Exception {
        int cores = Integer.parseInt(arguments[1]);
        SparkSession spark = SparkSession.builder()
                .master("local[" + cores + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        try {
            SparkRates rates = new SparkRates(spark, arguments[0], cores);
            for (String folder : List.of(arguments).subList(2, arguments.length)) {
                for (int time = 0; time < TIMES; time++) {
                    rates.read(Path.of(folder), time > 0);
                }
            }
        } finally {
            spark.stop();
        }
    }

    private void read(Path folder, boolean tell) throws Exception {
        long files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.count();
        }
        long began = System.nanoTime();
        String result;
        try {
            Row sums = spark.read()
                    .format("nvvideo")
                    .option("device", "cuda:" + gpu)
                    .option("width", SIDE)
                    .option("height", SIDE)
                    .option("resizeMode", "crop")
                    .load(folder.toString())
                    .selectExpr("count(*)", "sum(octet_length(data))")
                    .first();
            double seconds = (System.nanoTime() - began) / 1e9;
            long frames = sums.getLong(0);
            long bytes = sums.getLong(1);
            result = bytes == frames * SIDE * SIDE * 3
                    ? String.format(
                            Locale.ROOT,
                            "\"pieces\": %d, \"frames\": %d, \"seconds\": %.4f, \"without_opening\": %.1f",
                            files,
                            frames,
                            seconds,
                            frames / seconds)
                    : "\"error\": \"" + frames + " frames have " + bytes + " bytes\"";
        } catch (Exception e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            result = "\"error\": \"" + why.replaceAll("[\"\\\\\\p{Cntrl}]", " ") + "\"";
        }
        if (tell || result.startsWith("\"error")) {
            System.out.printf(
                    "{\"table\": \"spark\", \"video\": \"%s.mp4\", \"what\": \"all frames\", \"threads\": %d,"
                            + " \"who\": \"nvvideo\", \"how\": \"Spark, rgb 336x336\", %s}%n",
                    folder.getFileName(), cores, result);
        }
    }
}
