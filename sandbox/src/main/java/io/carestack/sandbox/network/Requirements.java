package io.carestack.sandbox.network;

import io.carestack.sandbox.image.InstalledImages;
import io.carestack.sandbox.machinery.Shell;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the machine must offer before pods can run on it. */
public final class Requirements {
    private static final Map<String, String> PACKAGES = packages();

    private Requirements() {}

    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("ip", "iproute2");
        packages.put("iptables", "iptables");
        packages.put("nsenter", "util-linux");
        packages.put("redis-server", "redis-server");
        packages.put("pgbouncer", "pgbouncer");
        return packages;
    }

    /** One line that says what is missing and how to get it; empty when everything is there. */
    public static Optional<String> missing() {
        List<String> absent = PACKAGES.entrySet().stream()
                .filter(entry -> !InstalledImages.installed(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        boolean postgres = InstalledImages.postgresMajor().isPresent();
        if (!absent.isEmpty() || !postgres) {
            return Optional.of("the sandbox needs Debian packages: apt-get install "
                    + String.join(" ", absent)
                    + (postgres ? "" : " postgresql"));
        }
        return missingRights();
    }

    private static Optional<String> missingRights() {
        Shell.Result result = Shell.run(
                List.of("unshare", "--net", "--mount", "--pid", "--fork", "true"), "", Duration.ofSeconds(10));
        return result.succeeded()
                ? Optional.empty()
                : Optional.of(
                        "the sandbox needs root with CAP_SYS_ADMIN and CAP_NET_ADMIN to make namespaces for its pods: "
                                + result.output());
    }
}
