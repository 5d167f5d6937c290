package io.carestack.sandbox.apiserver.cel;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import io.carestack.sandbox.apiserver.schema.Quantity;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions that Kubernetes adds to the language: quantities, lists, regular expressions, URLs, addresses. */
final class KubernetesFunctions {
    private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    private static final CelType LIST = ListType.create(SimpleType.DYN);

    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    KubernetesFunctions() {
        quantities();
        lists();
        regularExpressions();
        addresses();
    }

    List<CelFunctionDecl> declarations() {
        return declarations;
    }

    List<CelFunctionBinding> bindings() {
        return bindings;
    }

    private void quantities() {
        global("quantity", "string_to_quantity", QUANTITY, String.class, KubernetesFunctions::quantity);
        global(
                "isQuantity",
                "is_quantity_string",
                SimpleType.BOOL,
                String.class,
                text -> Quantity.parse(text).isPresent());
        member(
                "isGreaterThan",
                QUANTITY,
                QUANTITY,
                SimpleType.BOOL,
                Quantity.class,
                Quantity.class,
                (left, right) -> left.compareTo(right) > 0);
        member(
                "isLessThan",
                QUANTITY,
                QUANTITY,
                SimpleType.BOOL,
                Quantity.class,
                Quantity.class,
                (left, right) -> left.compareTo(right) < 0);
        member("compareTo", QUANTITY, QUANTITY, SimpleType.INT, Quantity.class, Quantity.class, (left, right) ->
                (long) left.compareTo(right));
        declarations.add(newFunctionDeclaration(
                "add",
                newMemberOverload("quantity_add", QUANTITY, QUANTITY, QUANTITY),
                newMemberOverload("quantity_add_int", QUANTITY, QUANTITY, SimpleType.INT)));
        bindings.add(CelFunctionBinding.from(
                "quantity_add",
                Quantity.class,
                Quantity.class,
                (left, right) -> new Quantity(left.amount().add(right.amount()), left.format())));
        bindings.add(CelFunctionBinding.from(
                "quantity_add_int",
                Quantity.class,
                Long.class,
                (left, right) -> new Quantity(left.amount().add(BigDecimal.valueOf(right)), left.format())));
        declarations.add(newFunctionDeclaration(
                "sub",
                newMemberOverload("quantity_sub", QUANTITY, QUANTITY, QUANTITY),
                newMemberOverload("quantity_sub_int", QUANTITY, QUANTITY, SimpleType.INT)));
        bindings.add(CelFunctionBinding.from(
                "quantity_sub",
                Quantity.class,
                Quantity.class,
                (left, right) -> new Quantity(left.amount().subtract(right.amount()), left.format())));
        bindings.add(CelFunctionBinding.from(
                "quantity_sub_int",
                Quantity.class,
                Long.class,
                (left, right) -> new Quantity(left.amount().subtract(BigDecimal.valueOf(right)), left.format())));
        member("sign", QUANTITY, SimpleType.INT, Quantity.class, quantity ->
                (long) quantity.amount().signum());
        member("isInteger", QUANTITY, SimpleType.BOOL, Quantity.class, quantity -> isWhole(quantity.amount()));
        member(
                "asInteger",
                QUANTITY,
                SimpleType.INT,
                Quantity.class,
                quantity -> quantity.amount().longValueExact());
        member(
                "asApproximateFloat",
                QUANTITY,
                SimpleType.DOUBLE,
                Quantity.class,
                quantity -> quantity.amount().doubleValue());
    }

    private static boolean isWhole(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() <= 0;
    }

    private static Quantity quantity(String text) {
        return Quantity.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("quantities must match the regular expression"));
    }

    private void lists() {
        member("isSorted", LIST, SimpleType.BOOL, List.class, list -> {
            for (int index = 1; index < list.size(); index++) {
                if (order(list.get(index - 1), list.get(index)) > 0) {
                    return false;
                }
            }
            return true;
        });
        member("sum", LIST, SimpleType.DYN, List.class, KubernetesFunctions::sum);
        member("min", LIST, SimpleType.DYN, List.class, list -> extreme(list, -1));
        member("max", LIST, SimpleType.DYN, List.class, list -> extreme(list, 1));
    }

    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static Object extreme(List<?> list, int direction) {
        Optional<Object> found = Optional.empty();
        for (Object item : list) {
            if (found.isEmpty() || Integer.signum(order(item, found.get())) == direction) {
                found = Optional.of(item);
            }
        }
        return found.orElseThrow(() -> new IllegalArgumentException("min or max called on empty list"));
    }

    private static Object sum(List<?> list) {
        boolean fractional = list.stream().anyMatch(Double.class::isInstance);
        if (fractional) {
            return list.stream()
                    .mapToDouble(item -> ((Number) item).doubleValue())
                    .sum();
        }
        return list.stream().mapToLong(item -> ((Number) item).longValue()).sum();
    }

    private void regularExpressions() {
        member(
                "find",
                SimpleType.STRING,
                SimpleType.STRING,
                SimpleType.STRING,
                String.class,
                String.class,
                (text, pattern) -> {
                    Matcher matcher = Pattern.compile(pattern).matcher(text);
                    return matcher.find() ? matcher.group() : "";
                });
        member(
                "findAll",
                SimpleType.STRING,
                SimpleType.STRING,
                ListType.create(SimpleType.STRING),
                String.class,
                String.class,
                (text, pattern) -> Pattern.compile(pattern)
                        .matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .toList());
    }

    private void addresses() {
        global(
                "isURL",
                "is_url_string",
                SimpleType.BOOL,
                String.class,
                text -> uri(text).isPresent());
        global("isIP", "is_ip_string", SimpleType.BOOL, String.class, KubernetesFunctions::isAddress);
        global(
                "isCIDR",
                "is_cidr_string",
                SimpleType.BOOL,
                String.class,
                text -> text.matches("[^/]+/[0-9]{1,3}") && isAddress(text.substring(0, text.indexOf('/'))));
    }

    private static boolean isAddress(String text) {
        String octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        return text.matches("(" + octet + "\\.){3}" + octet)
                || (text.contains(":") && text.matches("[0-9A-Fa-f:]{2,39}"));
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() || text.startsWith("/") ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private <T> void global(
            String name, String overload, CelType result, Class<T> argument, CelFunctionOverload.Unary<T> body) {
        declarations.add(newFunctionDeclaration(name, newGlobalOverload(overload, result, SimpleType.STRING)));
        bindings.add(CelFunctionBinding.from(overload, argument, body));
    }

    private <T> void member(
            String name, CelType target, CelType result, Class<T> argument, CelFunctionOverload.Unary<T> body) {
        String overload = "kubernetes_" + name;
        declarations.add(newFunctionDeclaration(name, newMemberOverload(overload, result, target)));
        bindings.add(CelFunctionBinding.from(overload, argument, body));
    }

    private <T, U> void member(
            String name,
            CelType target,
            CelType argument,
            CelType result,
            Class<T> targetClass,
            Class<U> argumentClass,
            CelFunctionOverload.Binary<T, U> body) {
        String overload = "kubernetes_" + name;
        declarations.add(newFunctionDeclaration(name, newMemberOverload(overload, result, target, argument)));
        bindings.add(CelFunctionBinding.from(overload, targetClass, argumentClass, body));
    }
}
