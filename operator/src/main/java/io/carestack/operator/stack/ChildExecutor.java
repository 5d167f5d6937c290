package io.carestack.operator.stack;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the children of a stack as they shall be, several at a time and in waves: what pods refer to before the pods, an HPA after its Deployment.
 *
 * <p>A child that is refused does not stop the others.
 */
final class ChildExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(ChildExecutor.class);
    private static final int AT_A_TIME = 8;

    private final ApiWriter writer;
    private final ChildCaches caches;

    ChildExecutor(ApiWriter writer, ChildCaches caches) {
        this.writer = writer;
        this.caches = caches;
    }

    /** Applies what is wished, and deletes orphans. */
    Execution execute(Wish wish, Children observed, Owner owner) {
        List<Result> results = new ArrayList<>(inParallel(observed.objects().stream()
                .filter(child -> wish.retired().contains(ChildKey.of(child)))
                .<Task>map(child -> () -> delete(child))
                .toList()));
        for (Wave wave : Wave.values()) {
            results.addAll(inParallel(wish.desired().stream()
                    .filter(child -> Wave.of(child) == wave)
                    .<Task>map(child -> () -> apply(child, observed, owner))
                    .toList()));
        }
        results.addAll(inParallel(Orphans.among(observed, owner, wish.wanted()).stream()
                .<Task>map(orphan -> () -> delete(orphan))
                .toList()));
        return Execution.of(results);
    }

    private Result apply(HasMetadata child, Children observed, Owner owner) {
        Optional<HasMetadata> existing =
                observed.find(child.getKind(), child.getMetadata().getName());
        if (existing.filter(ChildExecutor::isGoing).isPresent()
                || existing.filter(owner::isStranger).isPresent()) {
            return new Result.Waiting(name(child) + " of an earlier stack is still being deleted");
        }
        if (existing.isEmpty()
                && caches.find(
                                child.getKind(),
                                owner.namespace(),
                                child.getMetadata().getName())
                        .isPresent()) {
            return new Result.Refused(new Problem(
                    "metadata.name",
                    name(child) + " belongs to another CareStack of this namespace",
                    "rename this CareStack or the component"));
        }
        return switch (writer.apply(child, existing)) {
            case WriteOutcome.Unchanged unchanged -> new Result.Done(false);
            case WriteOutcome.Created created -> wrote(existing, created.object());
            case WriteOutcome.Changed changed -> wrote(existing, changed.object());
            case WriteOutcome.Refused refused ->
                new Result.Refused(new Problem(refused.name(), refused.message(), refused.cure()));
        };
    }

    private Result wrote(Optional<HasMetadata> before, HasMetadata after) {
        caches.wrote(before, after);
        return new Result.Done(true);
    }

    private Result delete(HasMetadata orphan) {
        try {
            writer.delete(orphan);
            return new Result.Done(true);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return new Result.Waiting(name(orphan) + " changed while it was to be deleted");
            }
            throw e;
        }
    }

    private static List<Result> inParallel(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        Semaphore slots = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> futures = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        slots.acquire();
                        try {
                            return task.run();
                        } finally {
                            slots.release();
                        }
                    }))
                    .toList();
            return futures.stream().map(ChildExecutor::result).toList();
        }
    }

    private static Result result(Future<Result> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            LOG.debug("a child could not be written; it is tried again", e.getCause());
            return new Result.Failed(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static boolean isGoing(HasMetadata child) {
        return child.getMetadata().getDeletionTimestamp() != null;
    }

    private static String name(HasMetadata child) {
        return child.getKind() + " " + child.getMetadata().getName();
    }

    private interface Task {
        Result run() throws Exception;
    }

    /** What became of one child. */
    sealed interface Result {
        record Done(boolean written) implements Result {}

        record Waiting(String reason) implements Result {}

        record Refused(Problem problem) implements Result {}

        record Failed(Throwable cause) implements Result {}
    }
}
