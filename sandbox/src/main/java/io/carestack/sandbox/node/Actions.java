package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Shell;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What probes and hooks do: commands inside the container, HTTP requests and connections from the kubelet's address. */
final class Actions {
    private final String source;

    Actions(String source) {
        this.source = source;
    }

    /** Runs a probe once; the result is empty when it succeeded, else the kubelet's words about the failure. */
    Optional<String> probe(Probe probe, Container container, ContainerProcess process, String address) {
        Duration limit = Duration.ofSeconds(Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1));
        if (probe.getExec() != null) {
            Shell.Result result = process.execute(probe.getExec().getCommand(), limit);
            return result.succeeded()
                    ? Optional.empty()
                    : Optional.of(
                            result.exitCode() == 124
                                    ? "command timed out after " + limit.toSeconds() + "s"
                                    : result.output());
        }
        try {
            if (probe.getHttpGet() != null) {
                int status = get(probe.getHttpGet(), container, address, limit);
                return status >= 200 && status < 400
                        ? Optional.empty()
                        : Optional.of("HTTP probe failed with statuscode: " + status);
            }
            if (probe.getTcpSocket() != null) {
                connect(probe.getTcpSocket(), container, address, limit);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage() + " (" + address + ")");
        }
    }

    private void connect(TCPSocketAction action, Container container, String address, Duration limit)
            throws IOException {
        try (Socket socket =
                open(Objects.requireNonNullElse(action.getHost(), address), port(action.getPort(), container), limit)) {
            socket.setSoLinger(true, 0);
        }
    }

    /** Sends a GET request as the kubelet does, with certificates left unchecked, and returns the status code. */
    int get(HTTPGetAction action, Container container, String address, Duration limit) throws IOException {
        String host = Objects.requireNonNullElse(action.getHost(), address);
        int port = port(action.getPort(), container);
        try (Socket plain = open(host, port, limit)) {
            Socket socket = "HTTPS".equals(action.getScheme())
                    ? trustingContext().getSocketFactory().createSocket(plain, host, port, true)
                    : plain;
            StringBuilder request = new StringBuilder("GET ")
                    .append(Objects.requireNonNullElse(action.getPath(), "/"))
                    .append(" HTTP/1.1\r\nConnection: close\r\nUser-Agent: kube-probe/1.36\r\n");
            boolean named = false;
            for (HTTPHeader header : action.getHttpHeaders()) {
                request.append(header.getName())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
                named = named || header.getName().toLowerCase(Locale.ROOT).equals("host");
            }
            if (!named) {
                request.append("Host: ").append(host).append(':').append(port).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return statusCode(socket);
        }
    }

    private static int statusCode(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && next != '\n' && line.length() < 200) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        String[] words = line.toString().strip().split(" ", 3);
        if (words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new IOException("EOF");
        }
        return Integer.parseInt(words[1]);
    }

    private Socket open(String host, int port, Duration limit) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int port(IntOrString port, Container container) throws IOException {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new IOException("no port named " + port.getStrVal()));
    }

    private static SSLContext trustingContext() throws IOException {
        X509TrustManager trusting = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusting}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
