package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Works out a container's environment variables in the kubelet's order of precedence. */
final class Environments {
    private final Configuration configuration;
    private final Map<String, Quantity> capacity;

    Environments(Configuration configuration, Map<String, Quantity> capacity) {
        this.configuration = configuration;
        this.capacity = capacity;
    }

    /** The variables of the image, the namespace's services, envFrom and env, the later ones winning. */
    Map<String, String> of(
            Pod pod, Container container, Map<String, String> image, String podAddress, String hostAddress)
            throws StartRefused {
        Map<String, String> result = new LinkedHashMap<>(image);
        result.put("HOSTNAME", hostname(pod));
        if (!Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks())) {
            configuration.services(pod.getMetadata().getNamespace()).forEach(service -> addLinks(service, result));
        }
        for (EnvFromSource source : container.getEnvFrom()) {
            addAll(pod.getMetadata().getNamespace(), source, result);
        }
        for (EnvVar variable : container.getEnv()) {
            EnvVarSource source = variable.getValueFrom();
            if (source == null) {
                result.put(
                        variable.getName(),
                        Expansion.expand(Objects.requireNonNullElse(variable.getValue(), ""), result));
            } else {
                value(pod, container, source, podAddress, hostAddress)
                        .ifPresent(value -> result.put(variable.getName(), value));
            }
        }
        return result;
    }

    static String hostname(Pod pod) {
        return Objects.requireNonNullElse(
                pod.getSpec().getHostname(), pod.getMetadata().getName());
    }

    private static void addLinks(Service service, Map<String, String> result) {
        String address = service.getSpec().getClusterIP();
        if (address == null || address.isEmpty() || "None".equals(address)) {
            return;
        }
        String name = service.getMetadata().getName().toUpperCase(Locale.ROOT).replace('-', '_');
        ServicePort first = service.getSpec().getPorts().getFirst();
        result.put(name + "_SERVICE_HOST", address);
        result.put(name + "_SERVICE_PORT", first.getPort().toString());
        result.put(name + "_PORT", "tcp://%s:%d".formatted(address, first.getPort()));
    }

    private void addAll(String namespace, EnvFromSource source, Map<String, String> result) throws StartRefused {
        String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            Optional<ConfigMap> map = configuration.configMap(namespace, name);
            if (map.isEmpty() && !Boolean.TRUE.equals(source.getConfigMapRef().getOptional())) {
                throw StartRefused.configuration("configmap \"%s\" not found".formatted(name));
            }
            map.ifPresent(found -> found.getData().forEach((key, value) -> result.put(prefix + key, value)));
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            Optional<Secret> secret = configuration.secret(namespace, name);
            if (secret.isEmpty() && !Boolean.TRUE.equals(source.getSecretRef().getOptional())) {
                throw StartRefused.configuration("secret \"%s\" not found".formatted(name));
            }
            secret.ifPresent(found -> data(found).forEach((key, value) -> result.put(prefix + key, decoded(value))));
        }
    }

    private Optional<String> value(
            Pod pod, Container container, EnvVarSource source, String podAddress, String hostAddress)
            throws StartRefused {
        String namespace = pod.getMetadata().getNamespace();
        if (source.getFieldRef() != null) {
            return Optional.of(DownwardFields.field(pod, source.getFieldRef().getFieldPath(), podAddress, hostAddress));
        }
        if (source.getResourceFieldRef() != null) {
            return Optional.of(DownwardFields.resource(container, source.getResourceFieldRef(), capacity));
        }
        if (source.getConfigMapKeyRef() != null) {
            var reference = source.getConfigMapKeyRef();
            boolean optional = Boolean.TRUE.equals(reference.getOptional());
            Optional<ConfigMap> map = configuration.configMap(namespace, reference.getName());
            require(map.isPresent() || optional, "configmap \"%s\" not found".formatted(reference.getName()));
            Optional<String> value = map.map(found -> found.getData().get(reference.getKey()));
            require(
                    value.isPresent() || optional,
                    missingKey(reference.getKey(), "ConfigMap", namespace, reference.getName()));
            return value;
        }
        if (source.getSecretKeyRef() != null) {
            var reference = source.getSecretKeyRef();
            boolean optional = Boolean.TRUE.equals(reference.getOptional());
            Optional<Secret> secret = configuration.secret(namespace, reference.getName());
            require(secret.isPresent() || optional, "secret \"%s\" not found".formatted(reference.getName()));
            Optional<String> value =
                    secret.map(found -> data(found).get(reference.getKey())).map(Environments::decoded);
            require(
                    value.isPresent() || optional,
                    missingKey(reference.getKey(), "Secret", namespace, reference.getName()));
            return value;
        }
        throw StartRefused.configuration("an environment variable's valueFrom names no source");
    }

    private static String missingKey(String key, String kind, String namespace, String name) {
        return "couldn't find key %s in %s %s/%s".formatted(key, kind, namespace, name);
    }

    private static void require(boolean condition, String message) throws StartRefused {
        if (!condition) {
            throw StartRefused.configuration(message);
        }
    }

    private static Map<String, String> data(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.of());
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
