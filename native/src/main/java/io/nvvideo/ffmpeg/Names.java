package io.nvvideo.ffmpeg;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** FFmpeg's strings, enumerations and dictionaries as Java values; null where FFmpeg has no name. */
public final class Names {
    private Names() {}

    /** A C string, or null. */
    public static String string(BytePointer text) {
        return text == null || text.isNull() ? null : text.getString(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** {@code tv}, {@code pc}, or null for unspecified. */
    public static String colourRange(int range) {
        return range == avutil.AVCOL_RANGE_UNSPECIFIED ? null : string(avutil.av_color_range_name(range));
    }

    /** Matrix coefficients, or null for unspecified. */
    public static String colourSpace(int space) {
        return space == avutil.AVCOL_SPC_UNSPECIFIED ? null : string(avutil.av_color_space_name(space));
    }

    /** Colour primaries, or null for unspecified. */
    public static String colourPrimaries(int primaries) {
        return primaries == avutil.AVCOL_PRI_UNSPECIFIED || primaries == avutil.AVCOL_PRI_RESERVED0
                ? null
                : string(avutil.av_color_primaries_name(primaries));
    }

    /** Transfer characteristics, or null for unspecified. */
    public static String colourTransfer(int transfer) {
        return transfer == avutil.AVCOL_TRC_UNSPECIFIED || transfer == avutil.AVCOL_TRC_RESERVED0
                ? null
                : string(avutil.av_color_transfer_name(transfer));
    }

    /** Chroma sample location, or null for unspecified. */
    public static String chromaLocation(int location) {
        return location == avutil.AVCHROMA_LOC_UNSPECIFIED ? null : string(avutil.av_chroma_location_name(location));
    }

    /** A dictionary as a map; of several entries with one key the last one counts. */
    public static Map<String, String> dictionary(AVDictionary dictionary) {
        Map<String, String> entries = new HashMap<>();
        if (dictionary == null || dictionary.isNull()) {
            return entries;
        }
        AVDictionaryEntry entry = null;
        while (true) {
            entry = avutil.av_dict_iterate(dictionary, entry);
            if (entry == null || entry.isNull()) {
                return entries;
            }
            entries.put(string(entry.key()), string(entry.value()));
        }
    }
}
