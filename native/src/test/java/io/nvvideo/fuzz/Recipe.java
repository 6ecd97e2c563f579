package io.nvvideo.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * How a fuzzed file is made again: from which source, and with which seed.
 *
 * @param source name of a file of {@link FuzzSources}
 */
record Recipe(String source, long seed) {

    /** A mutated file: what it is called matters too, because FFmpeg looks at extensions. */
    record Mutant(String name, byte[] bytes) {}

    /** What comes out of the mutations; the same each time for the same sources. */
    Mutant make(List<String> names, Function<String, byte[]> bytes) {
        Random random = random();
        byte[] donor = bytes.apply(names.get(random.nextInt(names.size())));
        byte[] mutated = new Mutator(random, donor).mutate(bytes.apply(source));
        String named = random.nextInt(12) == 0 ? names.get(random.nextInt(names.size())) : source;
        return new Mutant("fuzzed" + named.substring(named.lastIndexOf('.')), mutated);
    }

    /** For the choices of whoever reads the file. */
    Random readerRandom() {
        return new Random(seed * 31 + 7);
    }

    /** For those of whoever reads it once more. */
    Random secondReaderRandom() {
        return new Random(seed * 37 + 11);
    }

    private Random random() {
        return new Random(seed);
    }

    /** The recipe of one line. */
    static Recipe parse(String line) {
        int space = line.indexOf(' ');
        return new Recipe(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
    }

    @Override
    public String toString() {
        return seed + " " + source;
    }
}
