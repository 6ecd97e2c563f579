package io.nvvideo.io;

import io.nvvideo.VideoException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks at the bytes of a header on their way to FFmpeg for the item tables of still images (HEIF and AVIF: boxes {@code iloc}
 * and {@code iinf}, ISO/IEC 14496-12, 8.11). FFmpeg ends the process over an item that is listed without any bytes, so such
 * tables pass only if they are in the one place where they belong, and whole.
 */
final class StillItems {
    private static final int ILOC = 0x696c6f63;
    private static final int IINF = 0x69696e66;
    private static final int INFE = 0x696e6665;
    private static final int META = 0x6d657461;
    private static final int MAX_META_BYTES = 4 << 20;

    private final ByteSource source;
    private final Set<Long> places = new HashSet<>();
    private int window;
    private long windowEnd = -1;
    private boolean seesLocations;
    private boolean seesItems;

    StillItems(ByteSource source) {
        this.source = source;
    }

    /**
     * To be called with all that is read while a header is.
     *
     * @throws VideoException CORRUPT if there are tables that FFmpeg must not see
     */
    void look(long position, byte[] bytes, int count) throws IOException {
        if (position != windowEnd) {
            window = 0;
        }
        windowEnd = position + count;
        boolean found = false;
        for (int i = 0; i < count; i++) {
            window = window << 8 | bytes[i] & 0xff;
            if (window == ILOC || window == IINF) {
                seesLocations |= window == ILOC;
                seesItems |= window == IINF;
                found |= places.add(position + i - 3);
            }
        }
        // One alone is chance, or harmless.
        if (found && seesLocations && seesItems && !areSound()) {
            throw new VideoException(
                    VideoException.Code.CORRUPT,
                    "Cannot open " + source.name() + ": its table of still images is damaged, or lists an image without"
                            + " bytes. Copy the file again, or leave it out (pathGlobFilter).");
        }
    }

    private boolean areSound() throws IOException {
        byte[] header = new byte[16];
        long position = 0;
        while (source.isSeekable() && read(position, header, 16) >= 8) {
            ByteBuffer box = ByteBuffer.wrap(header);
            long size = box.getInt() & 0xffffffffL;
            int type = box.getInt();
            if (size == 1) {
                size = box.getLong();
            }
            if (type == META && size > 12 && size <= MAX_META_BYTES) {
                byte[] meta = new byte[(int) size];
                return read(position, meta, meta.length) == size && areSound(ByteBuffer.wrap(meta), position);
            }
            if (size < 8 || size > source.length() - position) {
                return false;
            }
            position += size;
        }
        return false;
    }

    /** Whether a box {@code meta} has each table once, with bytes for each item, and no other place has one. */
    private boolean areSound(ByteBuffer meta, long position) {
        Set<Long> proper = new HashSet<>();
        Set<Integer> located = null;
        Set<Integer> listed = null;
        try {
            int at = 12;
            while (at < meta.capacity()) {
                int size = meta.getInt(at);
                int type = meta.getInt(at + 4);
                if (size < 8 || size > meta.capacity() - at) {
                    return false;
                }
                ByteBuffer payload = meta.slice(at + 8, size - 8);
                if (type == ILOC && located == null) {
                    located = located(payload);
                    proper.add(position + at + 4);
                } else if (type == IINF && listed == null) {
                    listed = listed(payload);
                    proper.add(position + at + 4);
                }
                at += size;
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
        return located != null && listed != null && located.containsAll(listed) && proper.containsAll(places);
    }

    /** The items that have bytes (8.11.3). */
    private static Set<Integer> located(ByteBuffer iloc) {
        int version = iloc.getInt() >>> 24;
        int sizes = iloc.getShort();
        int baseSize = sizes >> 4 & 15;
        int indexSize = version == 0 ? 0 : sizes & 15;
        Set<Integer> items = new HashSet<>();
        int count = version < 2 ? iloc.getShort() & 0xffff : iloc.getInt();
        for (int i = 0; i < count; i++) {
            int item = version < 2 ? iloc.getShort() & 0xffff : iloc.getInt();
            iloc.getShort();
            if (version > 0) {
                iloc.getShort();
            }
            number(iloc, baseSize);
            int extents = iloc.getShort() & 0xffff;
            boolean empty = extents == 0;
            for (int e = 0; e < extents; e++) {
                number(iloc, indexSize);
                number(iloc, sizes >> 12 & 15);
                empty |= (int) number(iloc, sizes >> 8 & 15) <= 0;
            }
            if (!empty) {
                items.add(item);
            }
        }
        return items;
    }

    /** The items that are listed (8.11.6). */
    private static Set<Integer> listed(ByteBuffer iinf) {
        int version = iinf.getInt() >>> 24;
        int count = version == 0 ? iinf.getShort() & 0xffff : iinf.getInt();
        Set<Integer> items = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int start = iinf.position();
            int size = iinf.getInt();
            if (size < 16 || iinf.getInt() != INFE) {
                throw new IndexOutOfBoundsException();
            }
            int infeVersion = iinf.getInt() >>> 24;
            items.add(infeVersion < 3 ? iinf.getShort() & 0xffff : iinf.getInt());
            iinf.position(start + size);
        }
        return items;
    }

    private static long number(ByteBuffer from, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | from.get() & 0xff;
        }
        return value;
    }

    private int read(long position, byte[] into, int wanted) throws IOException {
        int got = 0;
        while (got < wanted) {
            int count = source.read(position + got, into, got, wanted - got);
            if (count <= 0) {
                break;
            }
            got += count;
        }
        return got;
    }
}
