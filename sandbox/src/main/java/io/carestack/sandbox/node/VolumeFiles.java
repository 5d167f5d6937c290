package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What files ConfigMap, Secret, downward API and projected volumes hold. */
final class VolumeFiles {
    private static final int DEFAULT_MODE = 0644;
    private static final String FAILED = "FailedMount";

    private final Configuration configuration;
    private final Map<String, Quantity> capacity;

    VolumeFiles(Configuration configuration, Map<String, Quantity> capacity) {
        this.configuration = configuration;
        this.capacity = capacity;
    }

    /** Whether the volume's content comes from the API. */
    static boolean isFromApi(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getProjected() != null
                || volume.getDownwardAPI() != null;
    }

    /** The files by relative path, or a refusal that names what is missing. */
    Map<String, AtomicDirectory.Content> of(Pod pod, Volume volume, String podAddress, String hostAddress)
            throws StartRefused {
        String namespace = pod.getMetadata().getNamespace();
        Map<String, AtomicDirectory.Content> files = new HashMap<>();
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            addConfigMap(
                    namespace,
                    source.getName(),
                    source.getItems(),
                    source.getOptional(),
                    mode(source.getDefaultMode()),
                    files);
        } else if (volume.getSecret() != null) {
            var source = volume.getSecret();
            addSecret(
                    namespace,
                    source.getSecretName(),
                    source.getItems(),
                    source.getOptional(),
                    mode(source.getDefaultMode()),
                    files);
        } else if (volume.getDownwardAPI() != null) {
            addDownward(
                    pod,
                    volume.getDownwardAPI().getItems(),
                    mode(volume.getDownwardAPI().getDefaultMode()),
                    podAddress,
                    hostAddress,
                    files);
        } else if (volume.getProjected() != null) {
            int mode = mode(volume.getProjected().getDefaultMode());
            for (VolumeProjection part : volume.getProjected().getSources()) {
                if (part.getConfigMap() != null) {
                    var source = part.getConfigMap();
                    addConfigMap(namespace, source.getName(), source.getItems(), source.getOptional(), mode, files);
                }
                if (part.getSecret() != null) {
                    var source = part.getSecret();
                    addSecret(namespace, source.getName(), source.getItems(), source.getOptional(), mode, files);
                }
                if (part.getDownwardAPI() != null) {
                    addDownward(pod, part.getDownwardAPI().getItems(), mode, podAddress, hostAddress, files);
                }
            }
        }
        return files;
    }

    private static int mode(@Nullable Integer mode) {
        return mode == null ? DEFAULT_MODE : mode;
    }

    private void addConfigMap(
            String namespace,
            String name,
            List<KeyToPath> items,
            @Nullable Boolean optional,
            int mode,
            Map<String, AtomicDirectory.Content> files)
            throws StartRefused {
        Optional<ConfigMap> map = configuration.configMap(namespace, name);
        if (map.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new StartRefused(FAILED, "configmap \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = new HashMap<>();
        map.ifPresent(found -> {
            found.getData().forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
            Objects.requireNonNullElse(found.getBinaryData(), Map.<String, String>of())
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        });
        add("configmap", data, items, Boolean.TRUE.equals(optional), mode, files);
    }

    private void addSecret(
            String namespace,
            String name,
            List<KeyToPath> items,
            @Nullable Boolean optional,
            int mode,
            Map<String, AtomicDirectory.Content> files)
            throws StartRefused {
        Optional<Secret> secret = configuration.secret(namespace, name);
        if (secret.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new StartRefused(FAILED, "secret \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = new HashMap<>();
        secret.ifPresent(found -> Objects.requireNonNullElse(found.getData(), Map.<String, String>of())
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value))));
        add("secret", data, items, Boolean.TRUE.equals(optional), mode, files);
    }

    private static void add(
            String kind,
            Map<String, byte[]> data,
            List<KeyToPath> items,
            boolean optional,
            int mode,
            Map<String, AtomicDirectory.Content> files)
            throws StartRefused {
        if (items == null || items.isEmpty()) {
            data.forEach((key, bytes) -> files.put(key, new AtomicDirectory.Content(bytes, mode)));
            return;
        }
        for (KeyToPath item : items) {
            byte[] bytes = data.get(item.getKey());
            if (bytes != null) {
                files.put(
                        item.getPath(),
                        new AtomicDirectory.Content(bytes, item.getMode() == null ? mode : item.getMode()));
            } else if (!optional) {
                throw new StartRefused(
                        FAILED, "%s references non-existent %s key: %s".formatted(kind, kind, item.getKey()));
            }
        }
    }

    private void addDownward(
            Pod pod,
            List<DownwardAPIVolumeFile> items,
            int mode,
            String podAddress,
            String hostAddress,
            Map<String, AtomicDirectory.Content> files)
            throws StartRefused {
        for (DownwardAPIVolumeFile item : items) {
            String value = item.getFieldRef() != null
                    ? DownwardFields.field(pod, item.getFieldRef().getFieldPath(), podAddress, hostAddress)
                    : resource(pod, item);
            files.put(
                    item.getPath(),
                    new AtomicDirectory.Content(
                            value.getBytes(StandardCharsets.UTF_8), item.getMode() == null ? mode : item.getMode()));
        }
    }

    private String resource(Pod pod, DownwardAPIVolumeFile item) throws StartRefused {
        String name = item.getResourceFieldRef().getContainerName();
        Container container = pod.getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new StartRefused(FAILED, "no container named " + name));
        return DownwardFields.resource(container, item.getResourceFieldRef(), capacity);
    }
}
