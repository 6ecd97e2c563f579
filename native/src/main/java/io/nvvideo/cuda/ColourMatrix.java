package io.nvvideo.cuda;

import io.nvvideo.image.ColourRule;

/**
 * The formula of {@link io.nvvideo.image.ImageConverter} as one linear step: a component is
 * {@code Y row[0] + Cb row[1] + Cr row[2] + row[3]}, from 0 to {@code most}. Pure.
 *
 * @param rows three rows of four for red, green and blue; for gray the first row alone means anything
 */
record ColourMatrix(float[] rows) {
    /** Code points of ITU-T H.273, table 4. */
    private static final int RGB = 0;

    private static final int YCGCO = 8;

    /**
     * For samples of {@code bitDepth} bits in the uppermost bits of {@code containerBits}.
     *
     * @param storedHeight chooses the luma weights for gray from RGB
     */
    static ColourMatrix of(
            ColourRule colour, int bitDepth, int containerBits, boolean gray, int storedHeight, double most) {
        double[][] toComponents = gray ? gray(colour.matrix(), storedHeight) : components(colour.matrix());
        // What a sample is divided by, and what is taken from it before.
        double step = 1 << containerBits - bitDepth;
        double k = (1 << bitDepth - 8) * step;
        double luma = colour.fullRange() ? ((1 << bitDepth) - 1) * step : 219 * k;
        double black = colour.fullRange() ? 0 : 16 * k;
        boolean rgb = colour.matrix() == RGB;
        // YCgCo is made of components that were quantised before (H.273, equations 11 and 41): its chroma spans as much
        // as luma.
        boolean asLuma = rgb || colour.fullRange() || colour.matrix() == YCGCO;
        double chroma = asLuma ? luma : 224 * k;
        double neutral = rgb ? black : (1 << bitDepth - 1) * step;
        float[] rows = new float[12];
        for (int c = 0; c < toComponents.length; c++) {
            double[] row = toComponents[c];
            rows[4 * c] = (float) (most * row[0] / luma);
            rows[4 * c + 1] = (float) (most * row[1] / chroma);
            rows[4 * c + 2] = (float) (most * row[2] / chroma);
            rows[4 * c + 3] = (float) (-most * (row[0] * black / luma + (row[1] + row[2]) * neutral / chroma));
        }
        return new ColourMatrix(rows);
    }

    /** Red, green, blue from normalised y, b, r. */
    private static double[][] components(int matrix) {
        if (matrix == RGB) {
            return new double[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}};
        }
        if (matrix == YCGCO) {
            return new double[][] {{1, -1, 1}, {1, 1, 0}, {1, -1, -1}};
        }
        double[] w = weights(matrix);
        double r = 2 * (1 - w[0]);
        double b = 2 * (1 - w[1]);
        double green = 1 - w[0] - w[1];
        return new double[][] {{1, 0, r}, {1, -w[1] * b / green, -w[0] * r / green}, {1, b, 0}};
    }

    private static double[][] gray(int matrix, int storedHeight) {
        if (matrix != RGB) {
            return new double[][] {{1, 0, 0}};
        }
        double[] w = weights(ColourRule.defaultMatrix(storedHeight));
        return new double[][] {{1 - w[0] - w[1], w[1], w[0]}}; // planes are G, B, R
    }

    /** Kr and Kb. */
    private static double[] weights(int matrix) {
        return switch (matrix) {
            case 1 -> new double[] {0.2126, 0.0722};
            case 4 -> new double[] {0.30, 0.11};
            case 5, 6 -> new double[] {0.299, 0.114};
            case 7 -> new double[] {0.212, 0.087};
            case 9 -> new double[] {0.2627, 0.0593};
            default -> throw new IllegalArgumentException("No matrix " + matrix + ": ColourRule gives none");
        };
    }
}
