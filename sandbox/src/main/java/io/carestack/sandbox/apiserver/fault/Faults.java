package io.carestack.sandbox.apiserver.fault;

import io.carestack.sandbox.apiserver.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The faults of one server, switched on and off by tests while it runs. Safe to use from any thread. */
public final class Faults {
    /** Handle of a fault: how often it struck, and how to end it. */
    public static final class Injection implements AutoCloseable {
        private final AtomicInteger strikes = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();

        private Injection() {}

        public int strikes() {
            return strikes.get();
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }

    private record WritePlan(
            Predicate<ApiRequest> which,
            int first,
            int count,
            WriteFault fault,
            Injection injection,
            AtomicInteger seen) {}

    private record WatchPlan(Predicate<WatchEvent> which, WatchFault fault, Injection injection) {}

    private final List<WritePlan> writes = new CopyOnWriteArrayList<>();
    private final List<WatchPlan> watches = new CopyOnWriteArrayList<>();
    private final List<Runnable> onExpire = new CopyOnWriteArrayList<>();
    private final List<Runnable> onOutage = new CopyOnWriteArrayList<>();
    private final AtomicBoolean outage = new AtomicBoolean();

    /** Strikes every matching write until the injection is closed. */
    public Injection onWrites(Predicate<ApiRequest> which, WriteFault fault) {
        return onWrites(which, 1, Integer.MAX_VALUE, fault);
    }

    /** Strikes the k-th matching write from now on, counted from 1, and no other. */
    public Injection onWrite(Predicate<ApiRequest> which, int k, WriteFault fault) {
        return onWrites(which, k, 1, fault);
    }

    private Injection onWrites(Predicate<ApiRequest> which, int first, int count, WriteFault fault) {
        Injection injection = new Injection();
        writes.add(new WritePlan(which, first, count, fault, injection, new AtomicInteger()));
        return injection;
    }

    /** Strikes every matching watch event until the injection is closed. */
    public Injection onWatchEvents(Predicate<WatchEvent> which, WatchFault fault) {
        Injection injection = new Injection();
        watches.add(new WatchPlan(which, fault, injection));
        return injection;
    }

    /** Ends all open watches with 410 and forgets the history, so that every client has to list again. */
    public void expireWatches() {
        onExpire.forEach(Runnable::run);
    }

    /** Stops answering: connections close without an answer and open watches break. */
    public void startOutage() {
        outage.set(true);
        onOutage.forEach(Runnable::run);
    }

    /** Answers again. */
    public void endOutage() {
        outage.set(false);
    }

    public boolean isOutage() {
        return outage.get();
    }

    /** Ends all faults and any outage. */
    public void clear() {
        writes.clear();
        watches.clear();
        endOutage();
    }

    /** Called by the server: what strikes this write. */
    public List<WriteFault> strike(ApiRequest request) {
        List<WriteFault> result = new ArrayList<>();
        for (WritePlan plan : writes) {
            if (!plan.injection().ended.get() && plan.which().test(request)) {
                int number = plan.seen().incrementAndGet();
                if (number >= plan.first() && number - plan.first() < plan.count()) {
                    plan.injection().strikes.incrementAndGet();
                    result.add(plan.fault());
                }
            }
        }
        return result;
    }

    /** Called by the server: what strikes this event. */
    public Optional<WatchFault> strike(WatchEvent event) {
        for (WatchPlan plan : watches) {
            if (!plan.injection().ended.get() && plan.which().test(event)) {
                plan.injection().strikes.incrementAndGet();
                return Optional.of(plan.fault());
            }
        }
        return Optional.empty();
    }

    /** Called by the server once: what to do when watches are to expire, and when an outage starts. */
    public void connect(Runnable expire, Runnable breakOff) {
        onExpire.add(expire);
        onOutage.add(breakOff);
    }
}
