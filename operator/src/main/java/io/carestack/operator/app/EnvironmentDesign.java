package io.carestack.operator.app;

import io.carestack.operator.api.EnvironmentSource;
import io.carestack.operator.api.EnvironmentVariable;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment of a component: connections of the stack first, so that the user's own variables can refer to them, then the user's. */
record EnvironmentDesign(EffectiveStack stack, EffectiveComponent component) {

    List<EnvVar> variables() {
        Map<String, EnvVar> variables = new LinkedHashMap<>();
        connections().forEach(variable -> variables.put(variable.getName(), variable));
        component.env().forEach(variable -> {
            variables.remove(variable.name());
            variables.put(variable.name(), user(variable));
        });
        return List.copyOf(variables.values());
    }

    List<EnvVar> connections() {
        List<EnvVar> variables = new ArrayList<>();
        if (component.connections()) {
            variables.addAll(database());
            variables.addAll(redis());
        }
        return variables;
    }

    static List<EnvFromSource> sources(List<EnvironmentSource> sources) {
        return sources.stream().map(EnvironmentDesign::source).toList();
    }

    private List<EnvVar> database() {
        List<EnvVar> variables = new ArrayList<>();
        switch (stack.database()) {
            case Database.None none -> {}
            case Database.External external -> {
                String secret = external.secretName();
                variables.add(optional("DATABASE_URL", secret, "uri"));
                variables.add(optional("DATABASE_READONLY_URL", secret, "readOnlyUri"));
                variables.add(optional("PGHOST", secret, "host"));
                variables.add(optional("PGPORT", secret, "port"));
                variables.add(optional("PGUSER", secret, "username"));
                variables.add(optional("PGPASSWORD", secret, "password"));
                variables.add(optional("PGDATABASE", secret, "database"));
            }
            case Database.Managed managed -> {
                String secret = new Names(stack.name()).postgresConnection();
                variables.add(secret("DATABASE_URL", secret, "uri"));
                variables.add(secret("DATABASE_READONLY_URL", secret, "readOnlyUri"));
                managed.pooler()
                        .ifPresent(ignored -> variables.add(optional("DATABASE_POOLER_URL", secret, "poolerUri")));
            }
        }
        return variables;
    }

    private List<EnvVar> redis() {
        Names names = new Names(stack.name());
        List<EnvVar> variables = new ArrayList<>();
        stack.redis().stream()
                .filter(redis -> redis.name().equals("cache"))
                .findFirst()
                .or(() -> stack.redis().stream().findFirst())
                .ifPresent(redis -> variables.add(secret("REDIS_URL", names.redisConnection(redis.name()), "uri")));
        for (EffectiveRedis redis : stack.redis()) {
            String name = redis.name().toUpperCase(Locale.ROOT).replace('-', '_');
            variables.add(secret("REDIS_" + name + "_URL", names.redisConnection(redis.name()), "uri"));
        }
        return variables;
    }

    private static EnvVar secret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, null)
                .endValueFrom()
                .build();
    }

    private static EnvVar optional(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, true)
                .endValueFrom()
                .build();
    }

    static EnvVar user(EnvironmentVariable wanted) {
        EnvVarBuilder variable = new EnvVarBuilder().withName(wanted.name()).withValue(Text.orNull(wanted.value()));
        EnvironmentVariable.Source source = wanted.valueFrom();
        if (source == null) {
            return variable.build();
        }
        var from = variable.withNewValueFrom();
        if (source.secretKeyRef() != null) {
            from.withNewSecretKeyRef(
                    source.secretKeyRef().key(), source.secretKeyRef().name(), null);
        }
        if (source.configMapKeyRef() != null) {
            from.withNewConfigMapKeyRef(
                    source.configMapKeyRef().key(), source.configMapKeyRef().name(), null);
        }
        if (source.fieldRef() != null) {
            from.withNewFieldRef("v1", source.fieldRef().fieldPath());
        }
        return from.endValueFrom().build();
    }

    private static EnvFromSource source(EnvironmentSource wanted) {
        EnvFromSourceBuilder source = new EnvFromSourceBuilder().withPrefix(Text.orNull(wanted.prefix()));
        if (wanted.secretRef() != null) {
            source.withNewSecretRef().withName(wanted.secretRef().name()).endSecretRef();
        }
        if (wanted.configMapRef() != null) {
            source.withNewConfigMapRef().withName(wanted.configMapRef().name()).endConfigMapRef();
        }
        return source.build();
    }
}
