package io.carestack.sandbox;

import io.fabric8.kubernetes.client.Config;
import org.jspecify.annotations.Nullable;

/** The text of a kubeconfig file that points at an API server without authentication or with client certificates. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String text(Config config) {
        StringBuilder text = new StringBuilder("""
                apiVersion: v1
                kind: Config
                current-context: sandbox
                contexts:
                - name: sandbox
                  context: {cluster: sandbox, user: sandbox, namespace: default}
                clusters:
                - name: sandbox
                  cluster:
                    server: %s
                """.formatted(config.getMasterUrl()));
        add(text, "    certificate-authority-data: ", config.getCaCertData());
        text.append("users:\n- name: sandbox\n  user:\n");
        add(text, "    client-certificate-data: ", config.getClientCertData());
        add(text, "    client-key-data: ", config.getClientKeyData());
        add(text, "    token: ", config.getOauthToken());
        return text.toString();
    }

    private static void add(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            text.append(key).append(value).append('\n');
        }
    }
}
