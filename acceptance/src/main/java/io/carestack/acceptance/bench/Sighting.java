package io.carestack.acceptance.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watcher.Action;

/** An event of a watch, and when it came ({@link System#nanoTime()}). */
record Sighting(long nanos, Action action, HasMetadata object) {
    String kind() {
        return object.getKind();
    }

    boolean isStack() {
        return kind().equals("CareStack");
    }

    String id() {
        return kind() + "/" + object.getMetadata().getName();
    }
}
