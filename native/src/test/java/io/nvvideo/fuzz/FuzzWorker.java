package io.nvvideo.fuzz;

import io.nvvideo.ffmpeg.NativeObjects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that reads mutated files, and may die of it: recipes come in by line, and an answer goes out for each. */
final class FuzzWorker {
    static final String OK = "ok";
    static final String DEFECT = "defect";

    private FuzzWorker() {}

    /** Takes the folder of made sources; ends with its input. */
    public static void main(String[] arguments) throws IOException {
        FuzzSources sources = new FuzzSources(Path.of(arguments[0]));
        PrintStream answers = System.out;
        System.setOut(System.err);
        ByteBuffer pixels = CompleteRead.pixelBuffer();
        BufferedReader recipes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = recipes.readLine(); line != null; line = recipes.readLine()) {
            answers.println(answer(Recipe.parse(line), sources, pixels));
            answers.flush();
        }
    }

    private static String answer(Recipe recipe, FuzzSources sources, ByteBuffer pixels) {
        CompleteRead read = new CompleteRead(recipe.readerRandom(), pixels);
        OtherWay.Result both;
        long before = NativeObjects.count();
        try {
            Recipe.Mutant file = recipe.make(sources.names(), sources);
            read.read(file);
            both = new OtherWay(recipe.secondReaderRandom(), pixels, file, sources.apply(recipe.source())).compare();
        } catch (Exception | Error e) {
            System.err.println("== " + recipe);
            e.printStackTrace();
            return DEFECT + " it threw " + e.toString().replace('\n', ' ');
        }
        long left = NativeObjects.count() - before;
        if (left != 0) {
            return DEFECT + " " + left + " native structures were left open";
        }
        if (both.wrong() != null) {
            return DEFECT + " it is read in two ways: " + both.wrong().replace('\n', ' ');
        }
        return OK + " " + read.frames() + " " + read.failures() + " " + both.compared() + " " + both.excused();
    }
}
