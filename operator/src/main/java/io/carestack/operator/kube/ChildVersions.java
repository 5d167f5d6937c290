package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows which versions of a stack's children its last pass planned with or wrote itself, so that an event that tells nothing new starts no other pass.
 *
 * <p>Events trail behind the caches: after a start by thousands, and after a write the event may come before the answer. While a pass runs, events are
 * kept until its end, when it is known what it saw and wrote. A version that it did not plan with is always news, also one older than an own write.
 */
public final class ChildVersions {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final Consumer<ResourceID> again;
    private final Map<ResourceID, Stack> stacks = new ConcurrentHashMap<>();

    /** @param again asked for another pass over a stack */
    public ChildVersions(Consumer<ResourceID> again) {
        this.again = again;
    }

    /** A pass over the stack begins; there is one at a time. To be called before the pass looks at any child. */
    public void begin(ResourceID stack) {
        stacks.computeIfAbsent(stack, id -> new Stack()).begin();
    }

    /** The running pass plans with these children. */
    public void saw(ResourceID stack, Children children) {
        Stack known = stacks.get(stack);
        if (known != null) {
            children.objects().forEach(child -> known.knows(fingerprint(child)));
        }
    }

    /** A child as the answer to an own write has it. */
    void wrote(HasMetadata child) {
        ChildCaches.stackOf(child).forEach(id -> {
            Stack known = stacks.get(id);
            if (known != null) {
                known.knows(fingerprint(child));
            }
        });
    }

    /** The pass is over, however it ended; asks for another one when something came up that it does not know. */
    public void end(ResourceID stack) {
        Stack known = stacks.get(stack);
        if (known != null && known.end()) {
            again.accept(stack);
        }
    }

    /** Forgets a stack that is gone. */
    public void forget(ResourceID stack) {
        stacks.remove(stack);
    }

    /** Whether an event with this version of a child has to start a pass. */
    boolean isNews(HasMetadata child) {
        return ChildCaches.stackOf(child).stream().map(stacks::get).anyMatch(known -> isNews(known, child));
    }

    /** The first pass over a stack is started by the stack itself, and looks at all children. */
    private static boolean isNews(@Nullable Stack known, HasMetadata child) {
        return known != null && known.isNews(fingerprint(child));
    }

    /** Versions of one object never share a fingerprint; those of two objects do once in 2^32 times. */
    private static long fingerprint(HasMetadata child) {
        String version = child.getMetadata().getResourceVersion();
        long object = ((long) child.getKind().hashCode() << 32)
                ^ Integer.toUnsignedLong(child.getMetadata().getName().hashCode());
        try {
            return object ^ Long.parseLong(version) * ODD;
        } catch (NumberFormatException e) {
            return object ^ version.hashCode() * ODD;
        }
    }

    /** One stack; 8 bytes for each child between passes, because there are thousands of children. */
    private static final class Stack {
        private long[] known = {};
        private Set<Long> learning = Set.of();
        private Set<Long> waiting = Set.of();
        private boolean isRunning;
        private boolean isAnnounced;

        synchronized void begin() {
            learning = new HashSet<>();
            waiting = new HashSet<>();
            isRunning = true;
            isAnnounced = false;
        }

        synchronized void knows(long version) {
            if (isRunning) {
                learning.add(version);
            }
        }

        /** Whether another pass is needed. */
        synchronized boolean end() {
            waiting.removeAll(learning);
            isAnnounced = !waiting.isEmpty();
            known = learning.stream().mapToLong(Long::longValue).sorted().toArray();
            learning = Set.of();
            waiting = Set.of();
            isRunning = false;
            return isAnnounced;
        }

        synchronized boolean isNews(long version) {
            if (isRunning) {
                waiting.add(version);
                return false;
            }
            if (isAnnounced || Arrays.binarySearch(known, version) >= 0) {
                return false;
            }
            isAnnounced = true;
            return true;
        }
    }
}
