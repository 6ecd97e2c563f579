package io.nvvideo.spark.condition;

/**
 * What a condition may come to while not every column is known: a set of SQL's three truth values, as bits. Columns that depend
 * on each other are taken for independent, so a set may hold more than can happen, never less.
 */
public final class Outcomes {
    /** It may be true. */
    public static final int TRUE = 1;
    /** It may be false. */
    public static final int FALSE = 2;
    /** It may be unknown, SQL's NULL. */
    public static final int NULL = 4;

    static final int ANY = TRUE | FALSE | NULL;

    private Outcomes() {}

    static int of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Whether true is among them. */
    public static boolean mayBeTrue(int outcomes) {
        return (outcomes & TRUE) != 0;
    }

    static int not(int outcomes) {
        return (outcomes & TRUE) << 1 | (outcomes & FALSE) >> 1 | outcomes & NULL;
    }

    static int and(int left, int right) {
        int both = left & right & TRUE;
        int either = (left | right) & FALSE;
        boolean unknown = (left & NULL) != 0 && (right & (TRUE | NULL)) != 0
                || (right & NULL) != 0 && (left & (TRUE | NULL)) != 0;
        return both | either | (unknown ? NULL : 0);
    }

    static int or(int left, int right) {
        return not(and(not(left), not(right)));
    }
}
