import io.nvvideo.FrameReader;
import io.nvvideo.Video;
import io.nvvideo.image.Conversion;
import io.nvvideo.image.Output;
import io.nvvideo.select.Selection;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads chosen frames of a clip with nvvideo's library, without Spark, into one buffer outside the heap. A line of standard input
 * is "read|check NUMBER,NUMBER,... CLIP"; the answer is a line with the number of frames, the nanoseconds and, for "check", every
 * 40th pixel of every 40th line in Base64.
 */
final class RetrieveLibrary {
    private static final int STEP = 40;

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] words = request.split(" ", 3);
            int[] wanted = Arrays.stream(words[1].split(",")).mapToInt(Integer::parseInt).toArray();
            ByteArrayOutputStream pixels = words[0].equals("check") ? new ByteArrayOutputStream() : null;
            long begun = System.nanoTime();
            int frames = read(Path.of(words[2]), wanted, pixels);
            long nanos = System.nanoTime() - begun;
            System.out.println(frames + " " + nanos + " "
                    + (pixels == null ? "-" : Base64.getEncoder().encodeToString(pixels.toByteArray())));
        }
    }

    private static int read(Path clip, int[] wanted, ByteArrayOutputStream pixels) {
        int frames = 0;
        ByteBuffer buffer = null;
        try (Video video = Video.open(clip);
                FrameReader reader =
                        video.frames(Selection.indices(wanted), Output.RGB.withConversion(Conversion.FAST))) {
            while (reader.next()) {
                if (buffer == null) {
                    buffer = ByteBuffer.allocateDirect((int) reader.image().shape().byteSize());
                }
                reader.image().copyTo(buffer.clear());
                if (pixels != null) {
                    sample(buffer, reader.image().shape().width(), reader.image().shape().height(), pixels);
                }
                frames++;
            }
        }
        return frames;
    }

    private static void sample(ByteBuffer rgb, int width, int height, ByteArrayOutputStream pixels) {
        for (int y = STEP / 2; y < height; y += STEP) {
            for (int x = STEP / 2; x < width; x += STEP) {
                for (int c = 0; c < 3; c++) {
                    pixels.write(rgb.get((y * width + x) * 3 + c));
                }
            }
        }
    }
}
