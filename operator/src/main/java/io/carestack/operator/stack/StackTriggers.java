package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;
import java.util.function.Consumer;

/** Asks for another look at a stack when something changed that no informer of children sees. */
public final class StackTriggers extends AbstractEventSource<Void, CareStack> implements Consumer<ResourceID> {

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

    @Override
    public Set<Void> getSecondaryResources(CareStack primary) {
        return Set.of();
    }
}
