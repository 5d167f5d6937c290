package io.carestack.acceptance;

import io.carestack.sandbox.Sandbox;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the one stage of the sandbox, started when the first test asks for it, or a stage on the cluster for each class; skips all tests where
 * pods cannot run.
 */
final class SharedStage implements ExecutionCondition, ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedStage.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(
                        "missing",
                        key -> ClusterStage.isAsked() ? ClusterStage.missing() : Sandbox.missing(),
                        Optional.class)
                .map(String::valueOf);
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("pods can run"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Stage.class || type == LiveStage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == Stage.class) {
            return shared(context);
        }
        return ClusterStage.isAsked()
                ? context.getStore(STORE).computeIfAbsent("cluster", key -> ClusterStage.withPods(), ClusterStage.class)
                : new SandboxStage(shared(context));
    }

    private static Stage shared(ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent("stage", key -> Stage.start(), Stage.class);
    }
}
