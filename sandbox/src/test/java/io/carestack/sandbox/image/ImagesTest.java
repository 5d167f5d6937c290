package io.carestack.sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private final Images images =
            new Images().register("redis:[^/]*", Recipe.shell()).register("ghcr\\.io/acme/.*", Recipe.shell());

    @Test
    void defaultRegistryAndTagAreLeftOutWhenMatching() {
        assertThat(images.resolve("docker.io/library/redis:7")).isInstanceOf(Resolution.Found.class);
        assertThat(images.resolve("redis")).isInstanceOf(Resolution.Found.class);
        assertThat(images.resolve("redis:7@sha256:00")).isInstanceOf(Resolution.Found.class);
    }

    @Test
    void aDigestIsStableAndBelongsToTheReference() {
        Resolution.Found first = (Resolution.Found) images.resolve("redis:7");
        Resolution.Found same = (Resolution.Found) images.resolve("docker.io/redis:7");
        Resolution.Found other = (Resolution.Found) images.resolve("redis:8");

        assertThat(first.digest())
                .isEqualTo(same.digest())
                .isNotEqualTo(other.digest())
                .startsWith("sha256:");
        assertThat(first.reference()).isEqualTo("docker.io/library/redis:7");
    }

    @Test
    void whatNothingMatchesIsUnknown() {
        Resolution resolution = images.resolve("quay.io/other/thing:1");

        assertThat(resolution).isInstanceOf(Resolution.Absent.class);
        assertThat(((Resolution.Absent) resolution).message())
                .contains("quay.io/other/thing:1")
                .contains("manifest unknown");
    }

    @Test
    void aRemovedTagIsUnknownUntilItIsRestored() {
        images.remove("ghcr.io/acme/web:2");

        assertThat(images.resolve("ghcr.io/acme/web:2")).isInstanceOf(Resolution.Absent.class);
        assertThat(images.resolve("ghcr.io/acme/web:1")).isInstanceOf(Resolution.Found.class);

        images.restore("ghcr.io/acme/web:2");
        assertThat(images.resolve("ghcr.io/acme/web:2")).isInstanceOf(Resolution.Found.class);
    }

    @Test
    void aLaterRegistrationWins() {
        images.register(
                "ghcr\\.io/acme/web:9", Recipe.shell().withContents("/x", List.of(), List.of(), List.of(), "mine"));

        assertThat(((Resolution.Found) images.resolve("ghcr.io/acme/web:9"))
                        .recipe()
                        .note())
                .isEqualTo("mine");
    }
}
