package io.nvvideo.select;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An exact positive fraction in lowest terms, such as a rate in frames per second: 30000/1001 is not 29.97.
 *
 * @param num above 0
 * @param den above 0
 */
public record Ratio(long num, long den) implements Serializable {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]*)?|\\.[0-9]+");
    private static final Pattern FRACTION = Pattern.compile("([0-9]+) */ *([0-9]+)");
    private static final String EXAMPLES = "; write it like 1, 0.5, 29.97 or 30000/1001";

    /**
     * Reduces to lowest terms.
     *
     * @throws IllegalArgumentException if a part is not positive
     */
    public Ratio {
        if (num <= 0 || den <= 0) {
            throw new IllegalArgumentException(num + "/" + den + " is not above 0");
        }
        long divisor = BigInteger.valueOf(num).gcd(BigInteger.valueOf(den)).longValue();
        num /= divisor;
        den /= divisor;
    }

    /**
     * Reads a decimal number ({@code 1}, {@code 0.5}, {@code 29.97}), taken exactly, or a fraction ({@code 30000/1001}).
     *
     * @throws IllegalArgumentException with a text that can follow "Cannot read it: "
     */
    public static Ratio parse(String text) {
        String trimmed = text.strip();
        var fraction = FRACTION.matcher(trimmed);
        BigInteger num;
        BigInteger den;
        if (fraction.matches()) {
            num = new BigInteger(fraction.group(1));
            den = new BigInteger(fraction.group(2));
        } else if (DECIMAL.matcher(trimmed).matches()) {
            BigDecimal decimal = new BigDecimal(trimmed);
            num = decimal.unscaledValue();
            den = BigInteger.TEN.pow(decimal.scale());
        } else {
            throw new IllegalArgumentException("'" + text + "' is no positive number or fraction" + EXAMPLES);
        }
        if (num.signum() == 0 || den.signum() == 0) {
            throw new IllegalArgumentException("'" + text + "' is not above 0" + EXAMPLES);
        }
        BigInteger divisor = num.gcd(den);
        num = num.divide(divisor);
        den = den.divide(divisor);
        if (num.bitLength() >= Long.SIZE || den.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("'" + text + "' has too many digits" + EXAMPLES);
        }
        return new Ratio(num.longValue(), den.longValue());
    }

    @Override
    public String toString() {
        return den == 1 ? Long.toString(num) : num + "/" + den;
    }
}
