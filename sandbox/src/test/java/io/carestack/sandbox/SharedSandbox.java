package io.carestack.sandbox;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a namespace of its own in one sandbox that all test classes share. With the system property
 * {@code sandbox.test.kubeconfig} the sandbox works against that API server, whose Service range is then
 * {@code sandbox.test.serviceRange}.
 */
public final class SharedSandbox implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedSandbox.class);

    private record Running(Sandbox sandbox) implements AutoCloseable {
        @Override
        public void close() {
            sandbox.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent("missing", key -> Sandbox.missing(), Optional.class)
                .map(String::valueOf);
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("this machine can run pods"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Space.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent("sandbox", key -> new Running(Sandbox.start(options())), Running.class);
        return context.getStore(STORE).computeIfAbsent("space", key -> Space.create(running.sandbox()), Space.class);
    }

    private static Options options() {
        Options options = Options.defaults().withBackOff(Duration.ofMillis(300), Duration.ofSeconds(2));
        String kubeconfig = System.getProperty("sandbox.test.kubeconfig");
        if (kubeconfig == null) {
            return options;
        }
        try {
            return options.withExternal(
                    Config.fromKubeconfig(Files.readString(Path.of(kubeconfig))),
                    System.getProperty("sandbox.test.serviceRange"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Space space = context.getStore(STORE).get("space", Space.class);
        if (space != null) {
            space.close();
        }
    }
}
