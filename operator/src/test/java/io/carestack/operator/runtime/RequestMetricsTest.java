package io.carestack.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.runtime.RequestMetrics.Request;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMetricsTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/a/secrets/s, get, secrets",
        "GET, /api/v1/secrets?labelSelector=a%3Db, list, secrets",
        "GET, /api/v1/namespaces/a/pods?allowWatchBookmarks=true&watch=true, watch, pods",
        "GET, /api/v1/namespaces/a, get, namespaces",
        "POST, /apis/apps/v1/namespaces/a/deployments, create, deployments",
        "PATCH, /apis/apps/v1/namespaces/a/deployments/d?fieldManager=x, patch, deployments",
        "PUT, /apis/carestack.io/v1/namespaces/a/carestacks/c/status, update, carestacks/status",
        "DELETE, /clusters/one/api/v1/namespaces/a/services/s, delete, services",
        "GET, /apis/monitoring.coreos.com/v1, get, discovery",
        "GET, /version, get, discovery",
    })
    void aRequestIsNamedAsKubernetesNamesIt(String method, String path, String verb, String resource) {
        assertThat(Request.of(method, URI.create("https://server:6443" + path))).isEqualTo(new Request(verb, resource));
    }
}
