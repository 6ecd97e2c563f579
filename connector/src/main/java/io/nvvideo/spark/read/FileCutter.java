package io.nvvideo.spark.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts long files into splits, by their names and lengths alone: nothing is opened to plan a query. */
final class FileCutter {
    private static final Logger LOG = LoggerFactory.getLogger(FileCutter.class);

    /** Those of ISO/IEC 14496-12, whose boxes list every sample. Of others, nothing is known before all is read. */
    private static final Set<String> INDEXED_BY_HEADER =
            Set.of("mp4", "m4v", "mov", "qt", "3gp", "3gpp", "3g2", "3gp2", "m4s", "f4v", "mj2", "ismv", "cmfv");

    /** From here on, decoding a file in parallel is worth it that executors read it as a whole to index it. */
    private static final long LONG_WITHOUT_INDEX = 1L << 30;

    /** As many tasks may read all of a file that has no index. */
    private static final int SPLITS_WITHOUT_INDEX = 8;

    private FileCutter() {}

    /**
     * The splits of some files: each file whole, or in even pieces of no more than a number of bytes.
     *
     * @param atMost bytes of a piece, unless that is less than {@code atLeast}
     * @param atLeast bytes of a piece: each costs opening the file, seeking and, before its first frame, up to a GOP of bytes
     */
    static List<FileSplit> cut(List<VideoFile> files, long atMost, long atLeast) {
        List<FileSplit> splits = new ArrayList<>();
        Set<String> kinds = new TreeSet<>();
        int kept = 0;
        for (VideoFile file : files) {
            long pieces =
                    Math.min(ceilDivide(file.length(), Math.max(1, atMost)), file.length() / Math.max(1, atLeast));
            long allowed = isIndexedByHeader(file)
                    ? Integer.MAX_VALUE
                    : file.length() < LONG_WITHOUT_INDEX ? 1 : SPLITS_WITHOUT_INDEX;
            if (pieces > allowed) {
                kept++;
                kinds.add(extension(file));
            }
            cut(file, (int) Math.max(1, Math.min(pieces, allowed)), splits);
        }
        if (kept > 0) {
            LOG.info(
                    "{} of {} files are longer than a partition of {} bytes, and are read by one task each, or by {} from 1 GiB"
                            + " on: their containers ({}) have no index beside the media data, so that each task would have to read all"
                            + " of a file first. Files in MP4 are cut.",
                    kept,
                    files.size(),
                    atMost,
                    SPLITS_WITHOUT_INDEX,
                    String.join(", ", kinds));
        }
        return splits;
    }

    private static void cut(VideoFile file, int pieces, List<FileSplit> splits) {
        long start = 0;
        for (int i = 1; i < pieces; i++) {
            // The first ones are the longer ones, by a byte, so that partitions sorted by length keep the order.
            long end = file.length() / pieces * i + Math.min(i, file.length() % pieces);
            splits.add(new FileSplit(file, start, end));
            start = end;
        }
        splits.add(new FileSplit(file, start, FileSplit.TO_THE_END));
    }

    private static boolean isIndexedByHeader(VideoFile file) {
        return INDEXED_BY_HEADER.contains(extension(file));
    }

    private static String extension(VideoFile file) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "no extension" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static long ceilDivide(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }
}
