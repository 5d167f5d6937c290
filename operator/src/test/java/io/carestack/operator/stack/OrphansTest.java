package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Owner;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final Owner OWNER = new Owner("care", "notes", "uid-1");

    @Test
    void aChildThatIsNoLongerWantedIsAnOrphan() {
        HasMetadata service = new ServiceBuilder()
                .withMetadata(OWNER.child("notes-web", "web"))
                .build();

        assertThat(orphans(Set.of(), service)).containsExactly(service);
    }

    @Test
    void aWantedChildIsNot() {
        HasMetadata service = new ServiceBuilder()
                .withMetadata(OWNER.child("notes-web", "web"))
                .build();

        assertThat(orphans(Set.of(new ChildKey("Service", "notes-web")), service))
                .isEmpty();
    }

    @Test
    void whatOutlivesTheStackIsNeverAnOrphan() {
        HasMetadata credentials = new SecretBuilder()
                .withMetadata(OWNER.retained("notes-postgres-superuser", "postgres"))
                .build();

        assertThat(orphans(Set.of(), credentials)).isEmpty();
    }

    @Test
    void generatedCredentialsThatGoWithTheStackDoNotGoBeforeIt() {
        HasMetadata credentials = new SecretBuilder()
                .withMetadata(OWNER.child("notes-postgres-superuser", "postgres"))
                .withType("kubernetes.io/basic-auth")
                .build();

        assertThat(orphans(Set.of(), credentials)).isEmpty();
    }

    @Test
    void anObjectOfAnEarlierStackOfTheSameNameIsNotOurs() {
        HasMetadata old = new ConfigMapBuilder()
                .withMetadata(new Owner("care", "notes", "uid-0").child("notes-postgres", "postgres"))
                .build();

        assertThat(orphans(Set.of(), old)).isEmpty();
    }

    private static List<HasMetadata> orphans(Set<ChildKey> wanted, HasMetadata... children) {
        return Orphans.among(new Children(List.of(children)), OWNER, wanted);
    }
}
