package io.carestack.sandbox.apiserver.request;

import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.resource.ResourceType;

/** Routes a request to the verb that answers it. */
public final class ApiService {
    private final Core core;
    private final Creation creation;
    private final Modification modification;
    private final Deletion deletion;
    private final Reading reading;
    private final Subresources subresources;

    public ApiService(Core core) {
        this.core = core;
        this.creation = new Creation(core);
        this.modification = new Modification(core, creation);
        this.deletion = new Deletion(core);
        this.reading = new Reading(core);
        this.subresources = new Subresources(core, modification, deletion);
    }

    /** The type that a request is about; throws 404 when nothing of the name is served. */
    public ResourceType type(ApiRequest request) {
        ResourceType type = core.registry()
                .find(request.group(), request.version(), request.resource())
                .orElseThrow(ApiException::noSuchPath);
        if (!request.subresource().isEmpty()
                && type.subresource(request.subresource()).isEmpty()) {
            throw ApiException.noSuchPath();
        }
        return type;
    }

    /** Answers any verb but watch; throws {@link ApiException} for everything that is refused. */
    public Answer answer(ApiRequest request) {
        ResourceType type = type(request);
        if (!request.subresource().isEmpty() && !request.subresource().equals("status")) {
            return subresources.answer(type, request);
        }
        if (!type.verbs().contains("list")) {
            return Reviews.answer(type, request);
        }
        if (type.namespaced()
                && request.namespace().isEmpty()
                && !request.name().isEmpty()) {
            throw ApiException.noSuchPath();
        }
        return switch (request.verb()) {
            case "create" -> {
                if (!request.name().isEmpty()
                        || (type.namespaced() && request.namespace().isEmpty())) {
                    throw ApiException.methodNotAllowed();
                }
                yield creation.create(type, request);
            }
            case "get" -> reading.get(type, request);
            case "list" -> reading.list(type, request);
            case "update" -> modification.update(type, request);
            case "patch" -> modification.patch(type, request);
            case "delete" -> deletion.delete(type, request);
            case "deletecollection" -> deletion.deleteCollection(type, request, reading);
            default -> throw ApiException.methodNotAllowed();
        };
    }
}
