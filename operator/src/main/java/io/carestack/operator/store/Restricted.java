package io.carestack.operator.store;

import io.carestack.operator.api.PodSettings;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;

/** Security contexts that the {@code restricted} Pod Security Standard admits. */
public final class Restricted {
    private Restricted() {}

    /** The pod's context; {@code imageUser} is the user and group that the image is made for. */
    public static PodSecurityContext pod(Optional<PodSettings> settings, long imageUser) {
        long user = settings.map(PodSettings::runAsUser).orElse(imageUser);
        long group = settings.map(PodSettings::runAsGroup).orElse(imageUser);
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(user)
                .withRunAsGroup(group)
                .withFsGroup(settings.map(PodSettings::fsGroup).orElse(group))
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** The container's context. */
    public static SecurityContext container() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }
}
