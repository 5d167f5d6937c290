package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.status.Problem;
import io.carestack.operator.store.SecretData;
import io.carestack.operator.store.Secrets;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Status, labels and Secrets in memory, with the rules that the protocol relies on: compare-and-swap and create-once. */
final class FakeKubernetes implements StatusMemory, InstancePods, Secrets {
    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final Map<String, String> roles = new HashMap<>();
    private final List<PostgresStatus> history = new ArrayList<>();
    private Optional<PostgresStatus> status = Optional.empty();
    private final List<String> deleted = new ArrayList<>();
    private int version = 1;
    private boolean unreachable;
    private Runnable beforeNextWrite = () -> {};
    private boolean deadly;

    /** The operator process is gone: after this, only another one goes on. */
    static final class OperatorDied extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public synchronized Remembered read(Owner owner) {
        if (unreachable) {
            throw new KubernetesClientException("the API server does not answer");
        }
        return new Remembered(Integer.toString(version), status);
    }

    @Override
    public Optional<Remembered> compareAndSet(Owner owner, Remembered expected, PostgresStatus next) {
        takeOther().run();
        return swap(owner, expected, next);
    }

    private synchronized Runnable takeOther() {
        Runnable other = beforeNextWrite;
        beforeNextWrite = () -> {};
        return other;
    }

    private synchronized Optional<Remembered> swap(Owner owner, Remembered expected, PostgresStatus next) {
        if (!expected.resourceVersion().equals(Integer.toString(version))) {
            return Optional.empty();
        }
        boolean deed = status.filter(
                        now -> Memory.of(now).epoch() == Memory.of(next).epoch())
                .isPresent();
        version++;
        status = Optional.of(next);
        history.add(next);
        if (deadly && deed) {
            throw new OperatorDied();
        }
        return Optional.of(read(owner));
    }

    @Override
    public synchronized void setRole(Owner owner, String pod, Optional<String> role) {
        boolean news = !role.equals(Optional.ofNullable(roles.get(pod)));
        role.ifPresentOrElse(value -> roles.put(pod, value), () -> roles.remove(pod));
        if (deadly && news) {
            throw new OperatorDied();
        }
    }

    @Override
    public synchronized void delete(Owner owner, String pod) {
        deleted.add(pod);
    }

    /** Whether requests fail from now on, as without an API server. */
    synchronized void unreachable(boolean gone) {
        unreachable = gone;
    }

    /** Another operator comes first, once. */
    synchronized void beforeNextWrite(Runnable other) {
        beforeNextWrite = other;
    }

    /** Whether the operator dies right after each change of the status, but for the epoch with which it begins, and after each label. */
    synchronized void deadly(boolean wanted) {
        deadly = wanted;
    }

    /** Pods that were deleted and are to be made again. */
    synchronized List<String> takeDeleted() {
        List<String> taken = List.copyOf(deleted);
        deleted.clear();
        return taken;
    }

    @Override
    public synchronized Optional<Map<String, String>> find(String namespace, String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public Optional<Map<String, String>> known(String namespace, String name) {
        return find(namespace, name);
    }

    @Override
    public synchronized Map<String, String> create(Secret secret) {
        return secrets.computeIfAbsent(secret.getMetadata().getName(), key -> SecretData.decode(secret.getData()));
    }

    @Override
    public synchronized Optional<Problem> put(Secret secret) {
        secrets.put(secret.getMetadata().getName(), SecretData.decode(secret.getData()));
        return Optional.empty();
    }

    synchronized void put(String name, Map<String, String> data) {
        secrets.put(name, data);
    }

    synchronized void remove(String secret) {
        secrets.remove(secret);
    }

    synchronized void loseStatus() {
        version++;
        status = Optional.empty();
    }

    synchronized Map<String, String> roles() {
        return Map.copyOf(roles);
    }

    synchronized void forgetRole(String pod) {
        roles.remove(pod);
    }

    synchronized List<Memory> history() {
        return history.stream().map(Memory::of).toList();
    }

    synchronized Memory memory() {
        return Memory.of(status.orElseThrow());
    }
}
