package io.nvvideo.media;

import java.io.Serializable;

/**
 * How a stored picture is to be shown: mirrored left to right if {@code mirrored}, then turned clockwise by
 * {@code clockwiseDegrees} (0, 90, 180 or 270). All eight orientations of a display matrix (ISO/IEC 14496-12, 6.2.2) and
 * no others can be written this way.
 */
public record Orientation(int clockwiseDegrees, boolean mirrored) implements Serializable {

    /** Shown as it is stored. */
    public static final Orientation UPRIGHT = new Orientation(0, false);

    /**
     * Checks that the angle is one of the four.
     *
     * @throws IllegalArgumentException if it is not
     */
    public Orientation {
        if (clockwiseDegrees < 0 || clockwiseDegrees >= 360 || clockwiseDegrees % 90 != 0) {
            throw new IllegalArgumentException("Not a quarter turn: " + clockwiseDegrees);
        }
    }

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return clockwiseDegrees % 180 != 0;
    }

    /** Whether nothing is to be done. */
    public boolean isUpright() {
        return clockwiseDegrees == 0 && !mirrored;
    }

    /**
     * The orientation that the upper left 2x2 of a display matrix asks for: a point (x, y) of the stored picture goes to
     * (a*x + c*y, b*x + d*y), y pointing down. Angles between quarter turns go to the nearest one. An all-zero matrix is
     * upright.
     */
    public static Orientation ofMatrix(double a, double b, double c, double d) {
        boolean mirrored = a * d - b * c < 0;
        // Undo the mirror (x -> -x comes first), which leaves a rotation whose first column is its direction.
        double cos = mirrored ? -a : a;
        double sin = mirrored ? -b : b;
        if (cos == 0 && sin == 0) {
            return UPRIGHT;
        }
        int quarterTurns = (int) Math.round(Math.toDegrees(Math.atan2(sin, cos)) / 90.0);
        return new Orientation(Math.floorMod(quarterTurns, 4) * 90, mirrored);
    }
}
