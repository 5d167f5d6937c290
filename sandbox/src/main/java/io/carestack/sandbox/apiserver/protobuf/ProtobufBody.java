package io.carestack.sandbox.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.resource.GroupVersionKind;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V2Autoscaling;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Turns a protobuf body of a built-in kind into the same JSON that other clients send. */
public final class ProtobufBody {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final Descriptor ENVELOPE = Runtime.getDescriptor().findMessageTypeByName("Unknown");
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final Map<String, FileDescriptor> GROUPS = Map.ofEntries(
            Map.entry("v1", V1.getDescriptor()),
            Map.entry("apps/v1", V1Apps.getDescriptor()),
            Map.entry("batch/v1", V1Batch.getDescriptor()),
            Map.entry("autoscaling/v2", V2Autoscaling.getDescriptor()),
            Map.entry("policy/v1", V1Policy.getDescriptor()),
            Map.entry("networking.k8s.io/v1", V1Networking.getDescriptor()),
            Map.entry("discovery.k8s.io/v1", V1Discovery.getDescriptor()),
            Map.entry("events.k8s.io/v1", V1Events.getDescriptor()),
            Map.entry("coordination.k8s.io/v1", V1Coordination.getDescriptor()),
            Map.entry("rbac.authorization.k8s.io/v1", V1Rbac.getDescriptor()),
            Map.entry("storage.k8s.io/v1", V1Storage.getDescriptor()),
            Map.entry("scheduling.k8s.io/v1", V1Scheduling.getDescriptor()),
            Map.entry("authentication.k8s.io/v1", V1Authentication.getDescriptor()),
            Map.entry("authorization.k8s.io/v1", V1Authorization.getDescriptor()));

    private ProtobufBody() {}

    /** The object as JSON; throws 415 for kinds that are not known here and 400 for what cannot be read. */
    public static ObjectNode json(byte[] body, ResourceRegistry registry) {
        if (body.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
            throw ApiException.badRequest("provided data does not appear to be a protobuf message");
        }
        try {
            DynamicMessage envelope =
                    DynamicMessage.parseFrom(ENVELOPE, Arrays.copyOfRange(body, MAGIC.length, body.length));
            DynamicMessage type = (DynamicMessage) field(envelope, "typeMeta");
            String apiVersion = String.valueOf(field(type, "apiVersion"));
            String kind = String.valueOf(field(type, "kind"));
            DynamicMessage message =
                    DynamicMessage.parseFrom(descriptor(apiVersion, kind), (ByteString) field(envelope, "raw"));
            ObjectNode object = ProtobufTree.json(message, schema(apiVersion, kind, registry));
            object.put("apiVersion", apiVersion).put("kind", kind);
            return object;
        } catch (InvalidProtocolBufferException malformed) {
            throw ApiException.badRequest("error decoding protobuf: " + malformed.getMessage());
        }
    }

    private static Object field(DynamicMessage message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    private static Descriptor descriptor(String apiVersion, String kind) {
        FileDescriptor file = kind.equals("DeleteOptions") ? Meta.getDescriptor() : GROUPS.get(apiVersion);
        Descriptor descriptor = file == null ? null : file.findMessageTypeByName(kind);
        if (descriptor == null) {
            throw ApiException.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: application/json,"
                            + " application/yaml");
        }
        return descriptor;
    }

    private static Schema schema(String apiVersion, String kind, ResourceRegistry registry) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        Optional<Schema> served = registry.findKind(new GroupVersionKind(group, apiVersion.substring(slash + 1), kind))
                .map(type -> type.schema());
        return served.orElse(Schema.ANY);
    }
}
