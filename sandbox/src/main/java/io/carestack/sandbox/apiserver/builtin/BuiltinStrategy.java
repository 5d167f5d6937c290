package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.Strategy;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.schema.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server does to objects of the built-in kinds on their way in. */
public final class BuiltinStrategy implements Strategy {
    private static final Set<String> COUNT_GENERATIONS = Set.of(
            "Deployment",
            "StatefulSet",
            "ReplicaSet",
            "DaemonSet",
            "Pod",
            "Job",
            "CronJob",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Ingress",
            "IngressClass",
            "PriorityClass",
            "EndpointSlice",
            "CustomResourceDefinition");

    /** Rules of CustomResourceDefinitions, which have a room of their own. */
    public interface DefinitionHooks {
        List<Cause> validate(ObjectNode definition, Optional<ObjectNode> live);

        void accept(ObjectNode definition);
    }

    private final ServiceAddresses addresses;
    private final DefinitionHooks definitions;

    public BuiltinStrategy(ServiceAddresses addresses, DefinitionHooks definitions) {
        this.addresses = addresses;
        this.definitions = definitions;
    }

    @Override
    public void canonicalize(ResourceType type, ObjectNode object) {
        if (type.is("events.k8s.io", "Event")) {
            Json.dropNulls(object);
            return;
        }
        Json.dropNulls(object);
        Defaults.apply(type.kind().kind(), object);
        Canonical.rewrite(type.schema(), object);
    }

    @Override
    public void prepare(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource) {
        String kind = type.kind().kind();
        if (live.isEmpty()) {
            prepareNew(type, kind, object);
        } else {
            generation(kind, object, live.get());
        }
        if (kind.equals("Service")) {
            addresses.assign(object, live);
        } else if (kind.equals("CustomResourceDefinition")) {
            definitions.accept(object);
        }
    }

    private void prepareNew(ResourceType type, String kind, ObjectNode object) {
        ObjectNode metadata = Json.ensure(object, "metadata");
        if (COUNT_GENERATIONS.contains(kind)) {
            metadata.put("generation", 1);
        }
        switch (kind) {
            case "Pod" -> {
                PodDefaults.admit(Json.ensure(object, "spec"));
                ObjectNode status = Json.ensure(object, "status");
                status.put("phase", "Pending").put("qosClass", QualityOfService.of(object.path("spec")));
            }
            case "Job" -> WorkloadDefaults.tieJob(object);
            case "Namespace" -> {
                ArrayNode finalizers = Json.ensure(object, "spec").putArray("finalizers");
                finalizers.add("kubernetes");
            }
            case "PersistentVolumeClaim" -> protectClaim(metadata);
            default -> {
                // nothing that only creation sets
            }
        }
    }

    private static void protectClaim(ObjectNode metadata) {
        String protection = "kubernetes.io/pvc-protection";
        if (!Json.texts(metadata.path("finalizers")).contains(protection)) {
            metadata.withArrayProperty("finalizers").add(protection);
        }
    }

    /** Raised by changes of what is wanted, never by status or labels; Deployments also count their annotations. */
    private static void generation(String kind, ObjectNode object, ObjectNode live) {
        if (!COUNT_GENERATIONS.contains(kind)) {
            return;
        }
        boolean changed = !Json.same(wanted(kind, object), wanted(kind, live));
        if (kind.equals("Deployment")) {
            changed |= !Json.at(object, "metadata", "annotations").equals(Json.at(live, "metadata", "annotations"));
        }
        long generation = Json.at(live, "metadata", "generation").asLong();
        Json.ensure(object, "metadata").put("generation", changed ? generation + 1 : generation);
    }

    private static JsonNode wanted(String kind, ObjectNode object) {
        if (!kind.equals("EndpointSlice") && !kind.equals("PriorityClass")) {
            return object.path("spec");
        }
        ObjectNode content = object.deepCopy();
        content.remove("metadata");
        return content;
    }

    @Override
    public List<Cause> validate(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource) {
        List<Cause> causes = new ArrayList<>(Validation.validate(type, object, live));
        if (type.is("apiextensions.k8s.io", "CustomResourceDefinition")) {
            causes.addAll(definitions.validate(object, live));
        }
        return causes;
    }
}
