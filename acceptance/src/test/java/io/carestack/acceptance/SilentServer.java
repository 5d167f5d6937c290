package io.carestack.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts every connection and never says a word, like a database whose machine is gone. */
final class SilentServer implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private SilentServer(ServerSocket socket) {
        this.socket = socket;
    }

    static SilentServer start() throws IOException {
        SilentServer server = new SilentServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        server.threads.execute(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The most connections that were open at the same time. */
    int mostAtATime() {
        return most.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> hold(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void hold(Socket connection) {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (connection) {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the other side has lost its patience, which is all that is waited for
        } finally {
            open.decrementAndGet();
        }
    }
}
