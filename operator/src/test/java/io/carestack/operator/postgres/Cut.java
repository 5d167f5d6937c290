package io.carestack.operator.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network without a way to or from one instance, until it is closed.
 *
 * <p>All containers send from the same address, so that who still gets through is told apart by the address of the test's client, and by the ports of
 * replication connections that exist.
 */
final class Cut implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String chain =
            "carestack-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    private final String address;

    private Cut(String address) {
        this.address = address;
    }

    /** @param ports of connections to this instance that go on */
    static Cut around(String address, String client, List<String> ports) {
        Cut cut = new Cut(address);
        cut.rule("-N", cut.chain);
        cut.rule("-A", cut.chain, "-s", client, "-j", "RETURN");
        cut.rule("-A", cut.chain, "-d", client, "-j", "RETURN");
        for (String port : ports) {
            cut.rule("-A", cut.chain, "-p", "tcp", "--sport", port, "-j", "RETURN");
            cut.rule("-A", cut.chain, "-p", "tcp", "--dport", port, "-j", "RETURN");
        }
        cut.rule("-A", cut.chain, "-j", "DROP");
        cut.rule("-I", "INPUT", "-i", "lo", "-d", address, "-j", cut.chain);
        cut.rule("-I", "INPUT", "-i", "lo", "-s", address, "-j", cut.chain);
        return cut;
    }

    @Override
    public void close() {
        rule("-D", "INPUT", "-i", "lo", "-d", address, "-j", chain);
        rule("-D", "INPUT", "-i", "lo", "-s", address, "-j", chain);
        rule("-F", chain);
        rule("-X", chain);
    }

    private void rule(String... words) {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/iptables", "-w"));
        command.addAll(List.of(words));
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
