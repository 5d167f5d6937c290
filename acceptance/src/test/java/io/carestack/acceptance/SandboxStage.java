package io.carestack.acceptance;

import io.fabric8.kubernetes.client.Config;

/** The sandbox's stage, which all classes share and which outlives them. */
record SandboxStage(Stage stage) implements LiveStage {
    @Override
    public Space space(String name) {
        return Space.create(stage.client(), name);
    }

    @Override
    public void restartOperator() {
        stage.restartOperator();
    }

    @Override
    public long passes() {
        return stage.passes();
    }

    @Override
    public OperatorRequests requests() {
        return stage.requests();
    }

    @Override
    public Config rights() {
        return stage.sandbox().config();
    }

    @Override
    public void crash(Space space, String pod, String container) {
        stage.sandbox().faults().kill(space.name(), pod, container, "KILL");
    }

    @Override
    public String image() {
        return "ghcr.io/acme/web:1";
    }

    @Override
    public String missingImage() {
        String missing = "ghcr.io/acme/web:missing";
        stage.sandbox().images().remove(missing);
        return missing;
    }

    @Override
    public void close() {}
}
