package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends containers as the kubelet does: preStop hook, SIGTERM, and SIGKILL when the grace period is over. */
final class ContainerStops {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerStops.class);
    private static final Duration LEAST_AFTER_HOOK = Duration.ofSeconds(2);

    private final Actions actions;

    ContainerStops(Actions actions) {
        this.actions = actions;
    }

    /** Begins to stop the container in the background; its exit is seen by whoever waits for it. */
    void stop(Container container, ContainerProcess process, String address, Duration grace) {
        Thread.ofVirtual().name("stop " + container.getName()).start(() -> {
            try {
                stopNow(container, process, address, grace);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void stopNow(Container container, ContainerProcess process, String address, Duration grace)
            throws InterruptedException {
        long begin = System.nanoTime();
        LifecycleHandler hook = container.getLifecycle() == null
                ? null
                : container.getLifecycle().getPreStop();
        if (hook != null) {
            Thread running = Thread.ofVirtual().start(() -> run(hook, container, process, address, grace));
            running.join(grace);
            running.interrupt();
        }
        process.signal("TERM");
        Duration left = grace.minusNanos(System.nanoTime() - begin);
        if (hook != null && left.compareTo(LEAST_AFTER_HOOK) < 0) {
            left = LEAST_AFTER_HOOK;
        }
        if (!exits(process, left)) {
            process.destroy();
        }
    }

    private static boolean exits(ContainerProcess process, Duration within) throws InterruptedException {
        try {
            process.exit().get(Math.max(0, within.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Runs a lifecycle hook; false when it failed. */
    boolean run(LifecycleHandler hook, Container container, ContainerProcess process, String address, Duration limit) {
        try {
            if (hook.getExec() != null) {
                return process.execute(hook.getExec().getCommand(), limit).succeeded();
            }
            if (hook.getHttpGet() != null) {
                return actions.get(hook.getHttpGet(), container, address, limit) < 400;
            }
            if (hook.getSleep() != null) {
                Thread.sleep(Duration.ofSeconds(
                        Objects.requireNonNullElse(hook.getSleep().getSeconds(), 0L)));
            }
            return true;
        } catch (IOException e) {
            LOG.debug("hook of {} failed", container.getName(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
