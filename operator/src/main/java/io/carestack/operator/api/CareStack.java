package io.carestack.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.PrinterColumnFormat;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A highly available web application: its components, PostgreSQL, Redis, entry point and monitoring.
 *
 * <p>The operator never writes the spec; what it chose is in {@code status.effective}.
 */
@Group("carestack.io")
@Version("v1")
@Kind("CareStack")
@Plural("carestacks")
@ShortNames("cstack")
@Categories("carestack")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "Live", jsonPath = ".status.live", type = Type.STRING)
@AdditionalPrinterColumn(name = "App", jsonPath = ".status.app", type = Type.STRING)
@AdditionalPrinterColumn(name = "Primary", jsonPath = ".status.postgres.primary", type = Type.STRING)
@AdditionalPrinterColumn(name = "DB", jsonPath = ".status.postgres.ready", type = Type.STRING)
@AdditionalPrinterColumn(name = "Redis", jsonPath = ".status.cache", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Lag",
        jsonPath = ".status.postgres.lagBytes",
        type = Type.INTEGER,
        format = PrinterColumnFormat.INT64,
        priority = 1)
@AdditionalPrinterColumn(name = "Rollout", jsonPath = ".status.rollout.progress", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
@ValidationRule(
        value = "size(self.metadata.name) <= 32",
        fieldPath = ".metadata.name",
        message = "metadata.name may have at most 32 characters, because names of children are built from it")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name must start with a lower-case letter and contain only lower-case letters, digits and '-', because Services are named after it")
public class CareStack extends CustomResource<CareStackSpec, CareStackStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
