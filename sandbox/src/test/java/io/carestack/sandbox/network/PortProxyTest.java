package io.carestack.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortProxyTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private static ServerSocket backend(int greeting) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, LOCAL);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> echo(socket, greeting));
                }
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        });
        return server;
    }

    private static void echo(Socket socket, int greeting) {
        try (socket) {
            socket.getOutputStream().write(greeting);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOCAL)) {
            return socket.getLocalPort();
        }
    }

    private static Backend of(ServerSocket server) {
        return new Backend("127.0.0.1", server.getLocalPort());
    }

    @Test
    void connectionsGoToTheBackendsInTurnAndOutliveTheirRemoval() throws IOException {
        int port = freePort();
        try (ServerSocket one = backend(1);
                ServerSocket two = backend(2);
                PortProxy proxy = new PortProxy("127.0.0.1", port, "127.0.0.1")) {
            proxy.backends(List.of(of(one), of(two)));
            try (Socket first = new Socket(LOCAL, port);
                    Socket second = new Socket(LOCAL, port)) {
                assertThat(List.of(
                                first.getInputStream().read(),
                                second.getInputStream().read()))
                        .containsExactlyInAnyOrder(1, 2);

                proxy.backends(List.of());
                first.getOutputStream().write(42);

                assertThat(first.getInputStream().read()).isEqualTo(42);
            }
        }
    }

    @Test
    void withoutBackendsThePortIsClosed() throws IOException {
        int port = freePort();
        try (ServerSocket one = backend(1);
                PortProxy proxy = new PortProxy("127.0.0.1", port, "127.0.0.1")) {
            assertThatThrownBy(() -> new Socket(LOCAL, port)).isInstanceOf(ConnectException.class);
            proxy.backends(List.of(of(one)));
            try (Socket open = new Socket(LOCAL, port)) {
                assertThat(open.getInputStream().read()).isEqualTo(1);
            }
            proxy.backends(List.of());
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> new Socket(LOCAL, port)).isInstanceOf(ConnectException.class));
        }
    }
}
