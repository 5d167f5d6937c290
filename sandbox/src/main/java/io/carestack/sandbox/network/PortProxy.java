package io.carestack.sandbox.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of one cluster IP. New connections go to the backends in turn; those that exist stay where they are when
 * their backend leaves the list, as conntrack keeps them. Without a backend the port is closed.
 */
final class PortProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortProxy.class);
    private static final int CONNECT_MILLIS = 5000;
    private static final int BACKLOG = 1024;

    private final InetSocketAddress listen;
    private final String source;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Backend> backends = List.of();
    private @Nullable ServerSocket server;

    PortProxy(String address, int port, String source) {
        this.listen = new InetSocketAddress(address, port);
        this.source = source;
    }

    /** Replaces the backends, opening or closing the port as there are any. */
    synchronized void backends(List<Backend> now) throws IOException {
        backends = List.copyOf(now);
        ServerSocket open = server;
        if (now.isEmpty() && open != null) {
            open.close();
            server = null;
        }
        if (!now.isEmpty() && open == null) {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(listen, BACKLOG);
            server = opened;
            Thread.ofVirtual().name("service " + listen).start(() -> accept(opened));
        }
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                LOG.trace("service {} accepts no more", listen, e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            List<Backend> candidates = backends;
            Socket backend = candidates.isEmpty() ? null : connect(candidates);
            if (backend == null) {
                client.setSoLinger(true, 0);
                return;
            }
            try (backend) {
                client.setTcpNoDelay(true);
                backend.setTcpNoDelay(true);
                Thread upstream = Thread.ofVirtual().start(() -> copy(client, backend));
                copy(backend, client);
                upstream.join();
            }
        } catch (IOException e) {
            LOG.trace("a connection through {} broke", listen, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Socket connect(List<Backend> candidates) throws IOException {
        Backend backend = candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(new InetSocketAddress(backend.address(), backend.port()), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            LOG.trace("backend {} of {} did not answer", backend, listen, e);
            socket.close();
            return null;
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16384];
            int count = in.read(buffer);
            while (count >= 0) {
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.trace("already closed", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        backends(List.of());
    }
}
