package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Evaluates validation rules with the functions that they use of those that Kubernetes adds to the language. */
final class RuleEvaluator {
    private static final OpaqueType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(CelOptions.current().build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration(
                            "quantity",
                            CelOverloadDecl.newGlobalOverload("string_to_quantity", QUANTITY, SimpleType.STRING)),
                    CelFunctionDecl.newFunctionDeclaration(
                            "compareTo",
                            CelOverloadDecl.newMemberOverload(
                                    "quantity_compare_to", SimpleType.INT, QUANTITY, QUANTITY)))
            .addFunctionBindings(
                    CelFunctionBinding.from(
                            "string_to_quantity", String.class, text -> new Quantity(text).getNumericalAmount()),
                    CelFunctionBinding.from("quantity_compare_to", BigDecimal.class, BigDecimal.class, (left, right) ->
                            (long) left.compareTo(right)))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private RuleEvaluator() {}

    /** The rule's message when the value breaks it; empty when it holds, or when it needs an old value that there is not. */
    static Optional<String> violation(JsonNode rule, JsonNode self, Optional<JsonNode> oldSelf) {
        String expression = rule.get("rule").asText();
        if (expression.contains("oldSelf") && oldSelf.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", value(self));
        oldSelf.ifPresent(old -> variables.put("oldSelf", value(old)));
        if (Boolean.TRUE.equals(evaluate(expression, variables))) {
            return Optional.empty();
        }
        return Optional.of(
                rule.has("messageExpression")
                        ? (String) evaluate(rule.get("messageExpression").asText(), variables)
                        : rule.path("message").asText("failed rule: " + expression));
    }

    private static Object evaluate(String expression, Map<String, Object> variables) {
        try {
            return CEL.createProgram(CEL.compile(expression).getAst()).eval(variables);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("cannot evaluate " + expression, e);
        }
    }

    /** Maps, lists, texts, truth values and 64-bit numbers, as the language has them. */
    private static Object value(JsonNode node) {
        return widen(JSON.convertValue(node, Object.class));
    }

    private static Object widen(Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> widened = new HashMap<>();
            map.forEach((key, element) -> widened.put(key, widen(element)));
            return widened;
        }
        if (value instanceof Iterable<?> list) {
            var widened = new ArrayList<Object>();
            list.forEach(element -> widened.add(widen(element)));
            return widened;
        }
        return value;
    }
}
