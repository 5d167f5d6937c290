package io.carestack.demoapp;

import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import sun.misc.Signal;

/** Starts the application as its environment says; SIGTERM drains it and ends it with exit code 0. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Settings settings = Settings.of(System.getenv());
        settings.crashAfter().ifPresent(Main::crash);
        if (settings.worker()) {
            Worker worker = new Worker(settings);
            Signal.handle(new Signal("TERM"), signal -> worker.stop());
            worker.run();
            return;
        }
        Application application = new Application(settings);
        Signal.handle(new Signal("TERM"), signal -> {
            application.drain();
            Runtime.getRuntime().halt(0);
        });
        application.start();
        System.out.println("version " + settings.version() + " listens on port " + settings.port());
    }

    private static void crash(Duration after) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(after);
                Runtime.getRuntime().halt(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
