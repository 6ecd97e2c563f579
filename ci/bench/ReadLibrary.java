import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads every frame of a clip with nvvideo's library, without Spark, into one buffer outside the heap. A line of standard input
 * is "native|fast|exact CLIP"; the answer is a line with the number of frames and the nanoseconds.
 */
final class ReadLibrary {
    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] words = request.split(" ", 2);
            long begun = System.nanoTime();
            int frames = read(Path.of(words[1]), output(words[0]));
            System.out.println(frames + " " + (System.nanoTime() - begun));
        }
    }

    private static Output output(String variant) {
        return switch (variant) {
            case "native" -> Output.RGB.withFormat(FrameFormat.NATIVE);
            case "fast" -> Output.RGB.withConversion(Conversion.FAST);
            case "exact" -> Output.RGB;
            default -> throw new IllegalArgumentException(variant);
        };
    }

    private static int read(Path clip, Output output) {
        int frames = 0;
        ByteBuffer pixels = null;
        try (Video video = Video.open(clip);
                FrameReader reader = video.frames(Selection.all(), output)) {
            while (reader.next()) {
                if (pixels == null) {
                    pixels = ByteBuffer.allocateDirect((int) reader.image().shape().byteSize());
                }
                reader.image().copyTo(pixels.clear());
                frames++;
            }
        }
        return frames;
    }
}
