package io.carestack.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.sandbox.image.Account;
import io.carestack.sandbox.image.Recipe;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final Recipe IMAGE =
            Recipe.shell().withUser("999:999", List.of(new Account("postgres", 999, 999, "/var/lib/postgresql")));
    private static final Container CONTAINER =
            new ContainerBuilder().withName("c").build();

    private static PodSpec pod(@Nullable Long user, boolean nonRoot) {
        return new PodSpecBuilder()
                .withNewSecurityContext()
                .withRunAsUser(user)
                .withRunAsNonRoot(nonRoot)
                .withFsGroup(5L)
                .endSecurityContext()
                .build();
    }

    @Test
    void theImagesUserCountsWhenThePodNamesNone() throws Exception {
        Identity identity = Identity.of(pod(null, true), CONTAINER, IMAGE);

        assertThat(identity.uid()).isEqualTo(999);
        assertThat(identity.gid()).isEqualTo(999);
        assertThat(identity.groups()).containsExactly(5L);
    }

    @Test
    void aContainersUserGoesBeforeThePods() throws Exception {
        Container own = new ContainerBuilder(CONTAINER)
                .withNewSecurityContext()
                .withRunAsUser(7L)
                .endSecurityContext()
                .build();

        assertThat(Identity.of(pod(999L, true), own, IMAGE).uid()).isEqualTo(7);
    }

    @Test
    void anUnknownUserTakesTheImagesAccountName() throws Exception {
        Identity identity = Identity.of(pod(1234L, true), CONTAINER, IMAGE);

        assertThat(identity.passwd())
                .contains("postgres:x:1234:0::/var/lib/postgresql:/bin/sh")
                .doesNotContain("999");
    }

    @Test
    void rootIsRefusedWhereItIsForbidden() {
        assertThatThrownBy(() -> Identity.of(pod(0L, true), CONTAINER, IMAGE)).isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> Identity.of(pod(null, true), CONTAINER, Recipe.shell()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("image will run as root");
    }
}
