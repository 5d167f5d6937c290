package io.carestack.operator.effective;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Quantities as the API server writes them back, so that what is wanted equals what is stored: {@code 1000m} becomes {@code 1}, {@code 1.5}
 * becomes {@code 1500m}, {@code 1024Mi} becomes {@code 1Gi}.
 */
public final class Quantities {
    private static final BigDecimal KILO = BigDecimal.valueOf(1000);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final int DECIMAL_ONE = DECIMAL.indexOf("");

    private Quantities() {}

    /** The canonical text of a quantity such as {@code 1.5Gi}; the schema has already refused what is no quantity. */
    public static String canonical(String quantity) {
        int digits = 0;
        while (digits < quantity.length()
                && (Character.isDigit(quantity.charAt(digits)) || quantity.charAt(digits) == '.')) {
            digits++;
        }
        BigDecimal number = new BigDecimal(quantity.substring(0, digits));
        String suffix = quantity.substring(digits);
        boolean binary = suffix.endsWith("i");
        BigDecimal value = binary
                ? number.multiply(KIBI.pow(BINARY.indexOf(suffix)))
                : number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - DECIMAL_ONE));
        if (value.signum() == 0) {
            return "0";
        }
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        return binary && whole && value.compareTo(KIBI) >= 0
                ? shortest(value, KIBI, BINARY, 0)
                : shortest(value.scaleByPowerOfTen(3 * DECIMAL_ONE).setScale(0, RoundingMode.UP), KILO, DECIMAL, 0);
    }

    private static String shortest(BigDecimal mantissa, BigDecimal base, List<String> suffixes, int exponent) {
        BigDecimal[] parts = mantissa.divideAndRemainder(base);
        return parts[1].signum() == 0 && exponent + 1 < suffixes.size()
                ? shortest(parts[0], base, suffixes, exponent + 1)
                : mantissa.toBigInteger() + suffixes.get(exponent);
    }
}
