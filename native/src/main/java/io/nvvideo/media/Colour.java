package io.nvvideo.media;

import java.io.Serializable;

/**
 * The colour tags of a stream, by FFmpeg's names (which follow ITU-T H.273); null where the stream says nothing.
 *
 * @param range {@code tv} (limited) or {@code pc} (full)
 * @param space matrix coefficients, such as {@code bt709}
 * @param primaries such as {@code bt2020}
 * @param transfer such as {@code smpte2084}
 * @param chromaLocation such as {@code left}
 */
public record Colour(String range, String space, String primaries, String transfer, String chromaLocation)
        implements Serializable {

    /** Whether the transfer curve is one of the two high dynamic range curves: PQ (ST 2084) or HLG (ARIB STD-B67). */
    public boolean isHdr() {
        return "smpte2084".equals(transfer) || "arib-std-b67".equals(transfer);
    }
}
