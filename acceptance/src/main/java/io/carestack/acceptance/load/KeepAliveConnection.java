package io.carestack.acceptance.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One HTTP/1.1 connection, as plain as can be: nothing is ever sent twice, so that what a server loses is seen.
 *
 * <p>For one thread.
 */
final class KeepAliveConnection implements Closeable {
    private final Socket socket = new Socket();
    private final String host;
    private final InputStream in;

    KeepAliveConnection(InetSocketAddress server, Duration patience) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            host = server.getHostString() + ":" + server.getPort();
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** @param reusable whether the server lets another request follow */
    record Answer(int status, String body, boolean reusable) {}

    /**
     * Sends a request and reads the whole answer.
     *
     * @param part told every chunk of a chunked answer as it comes
     */
    Answer get(String path, Consumer<String> part) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith("HTTP/1.")) {
            throw new IOException("no HTTP: " + status);
        }
        int length = 0;
        boolean chunked = false;
        boolean reusable = true;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = header.substring(header.indexOf(':') + 1).strip();
            switch (name) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> reusable = !value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        String body = chunked ? chunks(part) : new String(exactly(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(status.split(" ")[1]), body, reusable);
    }

    private String chunks(Consumer<String> part) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            String chunk = new String(exactly(size), StandardCharsets.UTF_8);
            line();
            body.append(chunk);
            part.accept(chunk);
        }
        line();
        return body.toString();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within an answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended without an answer");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
