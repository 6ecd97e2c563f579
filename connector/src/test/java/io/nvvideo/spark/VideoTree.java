package io.nvvideo.spark;

import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A few videos that differ in all that a filter can ask for, in partition directories, and some that cannot be read. */
final class VideoTree {
    private VideoTree() {}

    /** Makes the readable ones: 151 frames in five files. */
    static Path make(Path folder) {
        put(folder, "camera=1/day=2026-01-02/a.mp4", Spec.MPEG4);
        put(folder, "camera=1/day=2026-01-03/b 1%.mp4", Spec.H264.withRotation(90));
        put(folder, "camera=2/day=2026-01-02/é𝄞.avi", Spec.MPEG4.withFrames(40).withSize(64, 48));
        put(
                folder,
                "camera=2/day=2026-01-04/c.mkv",
                Spec.MPEG4.withFrames(25).withTicks(n -> n * 40 + n * n).withSize(32, 32));
        put(
                folder,
                "camera=__HIVE_DEFAULT_PARTITION__/day=2026-01-02/d.mp4",
                Spec.MPEG4.withFrames(6).withSize(64, 64));
        return folder;
    }

    /** Adds one that is cut off, one that is no video, and one with a hole in its pictures. */
    static Path damage(Path folder) {
        try {
            Path whole = folder.resolve("camera=1/day=2026-01-02/a.mp4");
            byte[] bytes = Files.readAllBytes(put(folder, "camera=3/day=2026-01-02/e.avi", Spec.MPEG4));
            Files.write(folder.resolve("camera=3/day=2026-01-02/e.avi"), Arrays.copyOf(bytes, bytes.length * 2 / 3));
            Path text = folder.resolve("camera=3/day=2026-01-03/f.mp4");
            Files.createDirectories(text.getParent());
            Files.write(text, Arrays.copyOfRange(Files.readAllBytes(whole), 3000, 4000));
            torn(directories(folder.resolve("camera=3/day=2026-01-04/g.mp4")));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes one of 40 frames with a hole in its pictures. */
    static Path torn(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(TestVideos.make(file, Spec.MPEG4.withFrames(40)));
            Arrays.fill(bytes, bytes.length * 4 / 10, bytes.length * 6 / 10, (byte) 0);
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Links to one file: many files that cost no space. */
    static Path links(Path folder, Path file, int count) {
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                Files.createLink(folder.resolve(String.format("%04d.mp4", i)), file);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path put(Path folder, String name, Spec spec) {
        return TestVideos.make(directories(folder.resolve(name)), spec);
    }

    /** Makes the directories that a file is to be in. */
    private static Path directories(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
