package io.carestack.acceptance.releases;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.concurrent.TimeUnit;

/** What a second colour costs: pods beyond those that a stack needs, times the seconds that they are there, whether they are ready or on their way out. */
final class SecondColor implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final ReleaseSite site;
    private final int needed;
    private final Thread looks;
    private volatile double podSeconds;
    private volatile boolean closed;

    SecondColor(ReleaseSite site, int needed) {
        this.site = site;
        this.needed = needed;
        looks = Thread.startVirtualThread(this::look);
    }

    /** Pods times seconds since the start. */
    double podSeconds() {
        return podSeconds;
    }

    private void look() {
        long before = System.nanoTime();
        while (!closed) {
            long pods = site.client().pods().inNamespace(site.namespace()).list().getItems().stream()
                    .filter(SecondColor::takesRoom)
                    .count();
            long now = System.nanoTime();
            podSeconds += Math.max(0, pods - needed) * (now - before) / 1e9;
            before = now;
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean takesRoom(Pod pod) {
        String phase = pod.getStatus().getPhase();
        return !"Succeeded".equals(phase) && !"Failed".equals(phase);
    }

    @Override
    public void close() {
        closed = true;
        looks.interrupt();
    }
}
