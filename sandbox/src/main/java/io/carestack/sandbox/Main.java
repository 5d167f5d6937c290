package io.carestack.sandbox;

import java.util.concurrent.CountDownLatch;

/** Runs a sandbox until it is told to stop. The first argument, if any, is the API server's port. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        var missing = Sandbox.missing();
        if (missing.isPresent()) {
            System.err.println(missing.get());
            System.exit(1);
        }
        Sandbox sandbox = Sandbox.start(Options.defaults().withPort(port));
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sandbox.close();
            stop.countDown();
        }));
        System.out.println("The sandbox runs at " + sandbox.config().getMasterUrl());
        System.out.println("export KUBECONFIG=" + sandbox.kubeconfig());
        System.out.println("Stop it with Ctrl-C.");
        stop.await();
    }
}
