package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks for another look at a stack when something changed that no informer of children sees. */
public final class StackTriggers extends AbstractEventSource<Void, CareStack> implements Consumer<ResourceID> {

    private final Set<ResourceID> known = ConcurrentHashMap.newKeySet();

    public StackTriggers() {
        super(Void.class, "triggers");
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
        known.forEach(this);
    }

    /** Remembers a stack for {@link #acceptAll()}. */
    void remember(ResourceID stack) {
        known.add(stack);
    }

    /** Forgets the stacks that are gone; returns them. */
    Set<ResourceID> forgetUnless(Predicate<ResourceID> lives) {
        Set<ResourceID> gone = known.stream().filter(lives.negate()).collect(Collectors.toSet());
        known.removeAll(gone);
        return gone;
    }

    @Override
    public Set<Void> getSecondaryResources(CareStack primary) {
        return Set.of();
    }
}
