package io.nvvideo.cuda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A shared library of a given name without a single function: ELF64, x86-64, 4 KiB. It defines one symbol version of the same
 * name, as the CUDA runtime library does, which the loader asks for. Structures and numbers as in the System V ABI, chapters 4
 * and 5, and the Linux Standard Base, 10.7 (symbol versions).
 */
final class StandInLibrary {
    private static final int SIZE = 4096;
    private static final int PROGRAM_HEADERS = 64;
    private static final int STRINGS = 0x200;
    private static final int SYMBOLS = 0x300;
    private static final int HASH = 0x340;
    private static final int VERSION_INDICES = 0x360;
    private static final int VERSIONS = 0x380;
    private static final int DYNAMIC = 0x400;
    private static final int SYMBOL_BYTES = 24;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int READ_WRITE = 6;

    private StandInLibrary() {}

    /** The file's bytes. */
    static byte[] bytes(String name) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int nameAt = strings.size();
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));

        ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        header(file);
        long[][] dynamic = {
            {14, nameAt}, // DT_SONAME
            {4, HASH}, // DT_HASH
            {5, STRINGS}, // DT_STRTAB
            {6, SYMBOLS}, // DT_SYMTAB
            {10, strings.size()}, // DT_STRSZ
            {11, SYMBOL_BYTES}, // DT_SYMENT
            {0x6ffffff0L, VERSION_INDICES}, // DT_VERSYM
            {0x6ffffffcL, VERSIONS}, // DT_VERDEF
            {0x6ffffffdL, 2}, // DT_VERDEFNUM
            {0, 0} // DT_NULL
        };
        programHeader(file, 1, 0, SIZE, SIZE); // PT_LOAD
        programHeader(file, 2, DYNAMIC, 16L * dynamic.length, 8); // PT_DYNAMIC
        programHeader(file, 0x6474e551, 0, 0, 16); // PT_GNU_STACK: not executable

        file.position(STRINGS).put(strings.toByteArray());
        // The one symbol is the undefined one, all zero; a hash table of one empty bucket.
        file.position(HASH).putInt(1).putInt(1).putInt(0).putInt(0);
        file.position(VERSIONS);
        int hash = hash(name);
        version(file, 1, 1, hash, nameAt, 28); // VER_FLG_BASE: the file itself
        version(file, 0, 2, hash, nameAt, 0);
        file.position(DYNAMIC);
        for (long[] entry : dynamic) {
            file.putLong(entry[0]).putLong(entry[1]);
        }
        return file.array();
    }

    private static void header(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}); // 64 bits, little endian, version 1, System V
        file.position(16);
        file.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, EM_X86_64, version 1
        file.putLong(0).putLong(PROGRAM_HEADERS).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) PROGRAM_HEADER_BYTES).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0); // no sections
    }

    private static void programHeader(ByteBuffer file, int type, long offset, long bytes, long alignment) {
        file.putInt(type).putInt(READ_WRITE).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(bytes).putLong(bytes).putLong(alignment);
    }

    /** Verdef with its one Verdaux, 20 and 8 bytes. */
    private static void version(ByteBuffer file, int flags, int index, int hash, int nameAt, int next) {
        file.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        file.putInt(hash).putInt(20).putInt(next).putInt(nameAt).putInt(0);
    }

    /** The ABI's hash of a name (System V ABI, figure 5-13). */
    private static int hash(String name) {
        int hash = 0;
        for (char letter : name.toCharArray()) {
            hash = (hash << 4) + letter;
            int high = hash & 0xf0000000;
            hash ^= high >>> 24;
            hash &= ~high;
        }
        return hash;
    }
}
