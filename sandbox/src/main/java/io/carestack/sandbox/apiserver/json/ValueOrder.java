package io.carestack.sandbox.apiserver.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Says only whether two scalars are the same value, as {@link JsonNode#equals(Comparator, JsonNode)} asks. */
enum ValueOrder implements Comparator<JsonNode> {
    INSTANCE;

    @Override
    public int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }
}
