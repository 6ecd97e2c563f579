package io.nvvideo.image;

import io.nvvideo.media.Orientation;
import java.util.Arrays;

/** The formula of {@link ImageConverter} in double precision, one pixel at a time, as slow as it is plain. */
final class Reference {
    private Reference() {}

    /** Weights of red and blue in luma by H.273 code point. */
    static double[] weights(int matrix) {
        return switch (matrix) {
            case 1 -> new double[] {0.2126, 0.0722};
            case 4 -> new double[] {0.30, 0.11};
            case 5, 6 -> new double[] {0.299, 0.114};
            case 7 -> new double[] {0.212, 0.087};
            case 9 -> new double[] {0.2627, 0.0593};
            default -> throw new IllegalArgumentException("matrix " + matrix);
        };
    }

    /**
     * RGB from 0 to 1, {@code [y][x][component]}, at a size.
     *
     * @param left whether chroma sits on the left luma column of its group rather than in the middle; vertically it is in the
     *     middle
     */
    static double[][][] rgb(TestFrame f, int matrix, boolean full, boolean left, int width, int height) {
        int depth = f.depth(0);
        double most = (1 << depth) - 1;
        double k = 1 << depth - 8;
        double half = 1 << depth - 1;
        int across = 1 << f.format.log2ChromaWidth();
        double[][] luma = resample(f.plane(0), 1, 1, f.width(0), f.height(0), 0, width, height);
        double shift = left ? (across - 1) / 2.0 : 0;
        int down = 1 << f.format.log2ChromaHeight();
        double[][] blue = resample(f.plane(1), across, down, f.width(0), f.height(0), shift, width, height);
        double[][] red = resample(f.plane(2), across, down, f.width(0), f.height(0), shift, width, height);
        double[] w = weights(matrix);
        double[][][] rgb = new double[height][width][3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double l = full ? luma[y][x] / most : (luma[y][x] - 16 * k) / (219 * k);
                double b = (blue[y][x] - half) / (full ? most : 224 * k);
                double r = (red[y][x] - half) / (full ? most : 224 * k);
                double rr = l + 2 * (1 - w[0]) * r;
                double bb = l + 2 * (1 - w[1]) * b;
                double gg = (l - w[0] * rr - w[1] * bb) / (1 - w[0] - w[1]);
                rgb[y][x] = new double[] {clamp(rr), clamp(gg), clamp(bb)};
            }
        }
        return rgb;
    }

    /** Luma from 0 to 1, three times a pixel, at a size. */
    static double[][][] gray(TestFrame f, boolean full, int width, int height) {
        int depth = f.depth(0);
        double k = 1 << depth - 8;
        double[][] luma = resample(f.plane(0), 1, 1, f.width(0), f.height(0), 0, width, height);
        double[][][] gray = new double[height][width][3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Arrays.fill(
                        gray[y][x], clamp(full ? luma[y][x] / ((1 << depth) - 1) : (luma[y][x] - 16 * k) / (219 * k)));
            }
        }
        return gray;
    }

    /** RGB at the stored size, resized as RGB. */
    static double[][][] rgbThenResized(TestFrame f, int matrix, boolean full, boolean left, int width, int height) {
        double[][][] whole = rgb(f, matrix, full, left, f.frame.width(), f.frame.height());
        double[][][] result = new double[height][width][3];
        for (int c = 0; c < 3; c++) {
            double[][] plane = new double[whole.length][whole[0].length];
            for (int y = 0; y < plane.length; y++) {
                for (int x = 0; x < plane[y].length; x++) {
                    plane[y][x] = whole[y][x][c];
                }
            }
            double[][] resized = resample(plane, 1, 1, plane[0].length, plane.length, 0, width, height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    result[y][x][c] = resized[y][x];
                }
            }
        }
        return result;
    }

    /**
     * A plane, whose samples cover {@code across} x {@code down} pixels and are moved left by {@code shift} pixels, at each pixel
     * of a picture that was {@code fullWidth} x {@code fullHeight}: a triangle filter, widened when shrinking.
     */
    static double[][] resample(
            int[][] plane, int across, int down, int fullWidth, int fullHeight, double shift, int width, int height) {
        double[][] samples = new double[plane.length][];
        for (int y = 0; y < plane.length; y++) {
            samples[y] = Arrays.stream(plane[y]).asDoubleStream().toArray();
        }
        return resample(samples, across, down, fullWidth, fullHeight, shift, width, height);
    }

    private static double[][] resample(
            double[][] plane,
            int across,
            int down,
            int fullWidth,
            int fullHeight,
            double shift,
            int width,
            int height) {
        double stepX = (double) fullWidth / width / across;
        double stepY = (double) fullHeight / height / down;
        double[][] wide = new double[plane.length][width];
        for (int y = 0; y < plane.length; y++) {
            for (int x = 0; x < width; x++) {
                int row = y;
                wide[y][x] =
                        triangle(i -> plane[row][i], plane[y].length, (x + 0.5) * stepX - 0.5 + shift / across, stepX);
            }
        }
        double[][] result = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = x;
                result[y][x] = triangle(i -> wide[i][column], wide.length, (y + 0.5) * stepY - 0.5, stepY);
            }
        }
        return result;
    }

    private interface Samples {
        double at(int i);
    }

    private static double triangle(Samples samples, int count, double centre, double step) {
        double support = Math.max(1, step);
        double sum = 0;
        double weights = 0;
        for (int i = (int) Math.ceil(centre - support); i <= Math.floor(centre + support); i++) {
            double weight = 1 - Math.abs(i - centre) / support;
            if (weight > 0) {
                sum += weight * samples.at(inside(i, count));
                weights += weight;
            }
        }
        return sum / weights;
    }

    /** Beyond an edge the picture is mirrored, edge samples included, as far as it goes. */
    private static int inside(int i, int count) {
        int mirrored = i < 0 ? -1 - i : i >= count ? 2 * count - 1 - i : i;
        return Math.max(0, Math.min(count - 1, mirrored));
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /** Mirrored first, then turned clockwise. */
    static <T> T[][] turn(T[][] picture, Orientation orientation) {
        T[][] result = picture;
        if (orientation.mirrored()) {
            result = copy(result, result.length, result[0].length);
            for (T[] row : result) {
                for (int a = 0, b = row.length - 1; a < b; a++, b--) {
                    T swap = row[a];
                    row[a] = row[b];
                    row[b] = swap;
                }
            }
        }
        for (int turns = 0; turns < orientation.clockwiseDegrees() / 90; turns++) {
            T[][] turned = copy(result, result[0].length, result.length);
            for (int y = 0; y < result.length; y++) {
                for (int x = 0; x < result[0].length; x++) {
                    turned[x][result.length - 1 - y] = result[y][x];
                }
            }
            result = turned;
        }
        return result;
    }

    private static <T> T[][] copy(T[][] like, int height, int width) {
        T[][] rows = Arrays.copyOf(like, height);
        for (int y = 0; y < height; y++) {
            rows[y] = Arrays.copyOf(like[Math.min(y, like.length - 1)], width);
        }
        return rows;
    }
}
