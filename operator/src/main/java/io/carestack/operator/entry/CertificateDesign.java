package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The certificate that cert-manager keeps for all hosts of an entry. */
final class CertificateDesign {
    private CertificateDesign() {}

    static HasMetadata of(EntrySettings settings, Entry.IssuerReference issuer) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("secretName", settings.tlsSecret());
        spec.put("dnsNames", EntryTarget.hosts(settings.targets()));
        spec.put(
                "issuerRef",
                Map.of(
                        "group",
                        "cert-manager.io",
                        "kind",
                        Objects.requireNonNullElse(issuer.kind(), Entry.IssuerKind.ClusterIssuer)
                                .name(),
                        "name",
                        issuer.name()));
        return OptionalKind.CERTIFICATE.object(
                settings.stack().owner().child(settings.names().entry(), EntrySettings.COMPONENT), spec);
    }
}
