package io.nvvideo.spark.column;

import java.util.Set;

/** What a column costs: what has to be done to a file before its value is known. The union over the columns decides what is done. */
public enum Need {
    /** Known from the listing: the same for every row of the file, those that tell of an error included. */
    LISTING,
    /** The container's header: which stream is read. */
    HEADER,
    /** What the streams are, for which a header may not be enough: the beginnings of their first packets, at least. */
    STREAMS,
    /** The shape that frames will have; computed from what the stream is. */
    SHAPE,
    /** The index of every frame. */
    INDEX,
    /** The decoded picture. */
    DECODE,
    /** The picture's converted pixels. */
    PIXELS;

    /** Whether pictures are decoded for these. */
    public static boolean decode(Set<Need> needs) {
        return needs.contains(DECODE) || needs.contains(PIXELS);
    }
}
