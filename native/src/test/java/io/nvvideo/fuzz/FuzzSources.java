package io.nvvideo.fuzz;

import io.nvvideo.Corpus;
import io.nvvideo.TestVideos;
import io.nvvideo.TestVideos.Spec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The files that are mutated: videos made here, so that there always are some, and those of the corpus where there is one. */
final class FuzzSources implements Function<String, byte[]> {
    /** Large files are slow and no more interesting. */
    private static final long MAX_BYTES = 420_000;

    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, byte[]> read = new HashMap<>();

    /** Those in a folder that {@link #make} has filled, and of the corpus. */
    FuzzSources(Path made) {
        add(made);
        if (Corpus.folder() != null) {
            add(Corpus.folder().resolve("videos"));
        }
    }

    private void add(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.sorted(Comparator.naturalOrder()).toList()) {
                long size = Files.size(file);
                if (size > 16 && size <= MAX_BYTES) {
                    files.put(file.getFileName().toString(), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All names, sorted. */
    List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public byte[] apply(String name) {
        return read.computeIfAbsent(name, wanted -> {
            try {
                return Files.readAllBytes(files.get(wanted));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Makes the videos that need no corpus. */
    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Spec mpeg4 = Spec.MPEG4.withFrames(24);
        Spec plain = mpeg4.withGop(8, 0);
        Spec h264 = Spec.H264.withFrames(24);
        TestVideos.make(folder.resolve("made_mpeg4.mp4"), mpeg4);
        TestVideos.make(folder.resolve("made_mpeg4_rotated.mov"), mpeg4.withRotation(90));
        TestVideos.make(folder.resolve("made_mpeg4.avi"), mpeg4);
        TestVideos.make(folder.resolve("made_mpeg4_odd.mkv"), plain.withSize(131, 67));
        TestVideos.make(folder.resolve("made_mpeg2.ts"), mpeg4.withEncoder("mpeg2video", "yuv420p"));
        TestVideos.make(folder.resolve("made_mpeg2_422.mkv"), mpeg4.withEncoder("mpeg2video", "yuv422p"));
        TestVideos.make(folder.resolve("made_h264.mp4"), h264);
        TestVideos.make(
                folder.resolve("made_h264_fragmented.mp4"),
                h264.withMuxerOption("movflags", "frag_keyframe+empty_moov"));
        TestVideos.make(folder.resolve("made_h264.ts"), h264);
        TestVideos.make(folder.resolve("made_h264.mkv"), h264);
        TestVideos.make(folder.resolve("made_h264.h264"), h264);
        TestVideos.make(folder.resolve("made_h264.flv"), h264);
        TestVideos.make(folder.resolve("made_vp9.webm"), plain.withEncoder("libvpx-vp9", "yuv420p"));
        TestVideos.make(folder.resolve("made_vp8.webm"), plain.withEncoder("libvpx", "yuv420p"));
        TestVideos.make(folder.resolve("made_av1_10bit.mkv"), plain.withEncoder("libsvtav1", "yuv420p10le"));
        TestVideos.make(folder.resolve("made_ffv1.mkv"), plain.withEncoder("ffv1", "yuv444p10le"));
        TestVideos.make(folder.resolve("made_prores.mov"), plain.withEncoder("prores_ks", "yuv422p10le"));
        TestVideos.make(folder.resolve("made_mjpeg.avi"), plain.withEncoder("mjpeg", "yuvj420p"));
        TestVideos.make(folder.resolve("made_png.mov"), plain.withEncoder("png", "rgb24"));
        TestVideos.make(
                folder.resolve("made_raw.nut"),
                plain.withEncoder("rawvideo", "yuv420p").withFrames(6));
    }
}
