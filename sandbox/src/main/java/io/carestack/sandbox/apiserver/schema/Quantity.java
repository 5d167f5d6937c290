package io.carestack.sandbox.apiserver.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kubernetes quantity: an exact amount and the family of suffixes that it is written with. */
public record Quantity(BigDecimal amount, Format format) implements Comparable<Quantity> {
    /** How the quantity is written. */
    public enum Format {
        BINARY,
        DECIMAL,
        EXPONENT
    }

    private static final Pattern TEXT = Pattern.compile("([+-]?)([0-9]+\\.?[0-9]*|\\.[0-9]+)"
            + "(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E(?![0-9+-])|[eE][+-]?[0-9]+)?");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigDecimal KILO = BigDecimal.valueOf(1000);

    /** Empty when the text is no quantity. */
    public static Optional<Quantity> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1) + matcher.group(2));
        String suffix = Optional.ofNullable(matcher.group(3)).orElse("");
        if (suffix.length() == 2 && suffix.endsWith("i")) {
            return Optional.of(new Quantity(number.multiply(KIBI.pow(BINARY.indexOf(suffix))), Format.BINARY));
        }
        if (suffix.length() > 1) {
            return Optional.of(
                    new Quantity(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))), Format.EXPONENT));
        }
        return Optional.of(new Quantity(number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - 3)), Format.DECIMAL));
    }

    /** The amount as upstream writes it: the largest suffix that leaves a whole number. */
    public String canonical() {
        if (amount.signum() == 0) {
            return "0";
        }
        BigDecimal nano = amount.setScale(9, amount.signum() > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
        if (format == Format.BINARY && isWhole(nano) && nano.abs().compareTo(KIBI) >= 0) {
            return scaled(nano.toBigIntegerExact(), KIBI.toBigInteger(), BINARY);
        }
        BigInteger units = nano.scaleByPowerOfTen(9).toBigIntegerExact();
        if (format == Format.EXPONENT) {
            int exponent = -9;
            while (exponent < 18 && units.mod(BigInteger.valueOf(1000)).signum() == 0) {
                units = units.divide(BigInteger.valueOf(1000));
                exponent += 3;
            }
            return exponent == 0 ? units.toString() : units + "e" + exponent;
        }
        return scaled(units, KILO.toBigInteger(), DECIMAL);
    }

    private static boolean isWhole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }

    private static String scaled(BigInteger units, BigInteger base, List<String> suffixes) {
        int index = 0;
        BigInteger left = units;
        while (index < suffixes.size() - 1 && left.mod(base).signum() == 0) {
            left = left.divide(base);
            index++;
        }
        return left + suffixes.get(index);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }
}
