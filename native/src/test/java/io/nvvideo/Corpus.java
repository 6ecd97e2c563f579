package io.nvvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of real videos with reference data, where there is one; see the property {@code nvvideo.corpus}. */
public final class Corpus {
    private Corpus() {}

    /** The folder, or null where there is none. */
    public static Path folder() {
        String named = System.getProperty("nvvideo.corpus", System.getenv().getOrDefault("NVVIDEO_CORPUS", ""));
        if (named.isEmpty() || !Files.isDirectory(Path.of(named, "videos"))) {
            return null;
        }
        return Path.of(named);
    }

    /** A video of the corpus; skips the running test, saying why, where there is no corpus. */
    public static Path video(String name) {
        requireCorpus();
        return folder().resolve("videos").resolve(name);
    }

    /** Skips the running test where there is no corpus. */
    public static void requireCorpus() {
        Assumptions.assumeTrue(folder() != null, "no corpus: set the property nvvideo.corpus to its folder");
    }

    /** The names (without the extension that is given) of the reference files in a folder of {@code reference/}. */
    public static List<String> references(String kind, String extension) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("reference").resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(extension))
                    .map(name -> name.substring(0, name.length() - extension.length()))
                    .sorted()
                    .toList();
        }
    }

    /** MD5 of every frame in a framemd5 file. */
    public static List<String> frameMd5(String name) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String line : reference("ffmpeg-5.1.9-framemd5", name + ".framemd5")) {
            hashes.add(line.substring(line.lastIndexOf(',') + 1).strip());
        }
        return hashes;
    }

    /** Presentation times in seconds in a framemd5 file, as exact as its time base is. */
    public static List<Double> frameTimes(String name) throws IOException {
        double tick = 0;
        List<Double> times = new ArrayList<>();
        for (String line : Files.readAllLines(
                folder().resolve("reference/ffmpeg-5.1.9-framemd5").resolve(name + ".framemd5"))) {
            if (line.startsWith("#tb 0: ")) {
                String[] base = line.substring("#tb 0: ".length()).split("/");
                tick = Double.parseDouble(base[0]) / Double.parseDouble(base[1]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                times.add(tick * Long.parseLong(line.split(",")[2].strip()));
            }
        }
        return times;
    }

    /** Timestamps of the packets that are shown, ascending; empty if the container has none. */
    public static List<Long> shownPts(String name) throws IOException {
        List<Long> pts = new ArrayList<>();
        for (String line : reference("ffprobe-5.1.9-packets", name + ".packets.csv")) {
            String[] fields = line.split(",");
            if (fields[4].indexOf('D') < 0) {
                if (fields[0].equals("N/A")) {
                    return List.of();
                }
                pts.add(Long.parseLong(fields[0]));
            }
        }
        pts.sort(null);
        return pts;
    }

    /** The lines of a list of packets: pts, dts, duration, size and flags, with commas in between. */
    public static List<String> packets(String name) throws IOException {
        return reference("ffprobe-5.1.9-packets", name + ".packets.csv");
    }

    private static List<String> reference(String kind, String file) throws IOException {
        Path path = folder().resolve("reference").resolve(kind).resolve(file);
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
