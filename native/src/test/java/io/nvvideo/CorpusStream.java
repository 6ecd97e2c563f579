package io.nvvideo;

import io.nvvideo.image.FrameFormat;
import io.nvvideo.image.Output;
import io.nvvideo.io.ByteSource;
import io.nvvideo.select.Selection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * One video stream of a file of the corpus, as references name it.
 *
 * @param file name in the folder of videos
 * @param index of the stream, -1 for the best one
 */
record CorpusStream(String file, int index) {
    private static final Output NATIVE = Output.RGB.withFormat(FrameFormat.NATIVE);
    private static final String SUFFIX = ".stream";

    /** References of files with several video streams carry the stream in their names. */
    static CorpusStream ofReference(String reference) {
        int suffix = reference.indexOf(SUFFIX);
        return suffix < 0
                ? new CorpusStream(reference, -1)
                : new CorpusStream(
                        reference.substring(0, suffix),
                        Integer.parseInt(reference.substring(suffix + SUFFIX.length())));
    }

    Video open() {
        return Video.open(ByteSource.of(Corpus.video(file)), VideoOptions.DEFAULT.withStreamIndex(index));
    }

    /** Decodes everything to the stream's own pixel format, goes on behind failures, and collects their messages. */
    void decode(List<String> errors, Consumer<FrameReader> each) {
        try (Video video = open();
                FrameReader frames = video.frames(Selection.all(), NATIVE)) {
            while (next(frames, errors)) {
                each.accept(frames);
            }
        }
    }

    private static boolean next(FrameReader frames, List<String> errors) {
        while (true) {
            try {
                return frames.next();
            } catch (VideoException e) {
                errors.add(e.getMessage());
                if (errors.size() > 1000) {
                    throw e;
                }
            }
        }
    }

    /** The current frame's pixels. */
    static byte[] bytes(FrameReader frames) {
        byte[] bytes = new byte[Math.toIntExact(frames.image().shape().byteSize())];
        frames.image().copyTo(ByteBuffer.wrap(bytes));
        return bytes;
    }
}
