package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Asks for another look at a stack when something changed that no informer of children sees. */
public final class StackTriggers extends AbstractEventSource<Void, CareStack>
        implements Consumer<ResourceID>, ResourceEventAware<CareStack> {

    private final Map<ResourceID, String> known = new ConcurrentHashMap<>();
    private final AtomicBoolean deleted = new AtomicBoolean();
    private final Consumer<String> gone;

    /** @param gone told the uid of every stack that is deleted, at once */
    public StackTriggers(Consumer<String> gone) {
        super(Void.class, "triggers");
        this.gone = gone;
    }

    /** Another look at this stack, soon. */
    @Override
    public void accept(ResourceID stack) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(stack));
        }
    }

    /** Another look at every stack that has been looked at before. */
    public void acceptAll() {
        known.keySet().forEach(this);
    }

    /** Remembers a stack for {@link #acceptAll()}; returns the uid of an earlier one that had its name. */
    Optional<String> remember(ResourceID stack, String uid) {
        return Optional.ofNullable(known.put(stack, uid)).filter(earlier -> !earlier.equals(uid));
    }

    @Override
    public void onResourceDeleted(CareStack stack) {
        deleted.set(true);
        gone.accept(stack.getMetadata().getUid());
    }

    /** Forgets the stacks that are gone; returns their uids by name. Looks only after a deletion: a pass must not cost more with more stacks. */
    Map<ResourceID, String> forgetUnless(Predicate<ResourceID> lives) {
        if (!deleted.getAndSet(false)) {
            return Map.of();
        }
        Map<ResourceID, String> gone = new HashMap<>(known);
        gone.keySet().removeIf(lives);
        known.entrySet().removeAll(gone.entrySet());
        return gone;
    }

    @Override
    public Set<Void> getSecondaryResources(CareStack primary) {
        return Set.of();
    }
}
