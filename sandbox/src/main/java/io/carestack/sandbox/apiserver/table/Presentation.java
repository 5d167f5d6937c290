package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.request.Answer;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.watch.WatchStream;

/** The form of an answer that the client accepts: the object itself. */
public final class Presentation {
    /** The form of the events of one watch. */
    public interface Events {
        JsonNode show(WatchStream.Event event);
    }

    public JsonNode show(Answer answer, ApiRequest request) {
        return answer.body();
    }

    public Events events(ResourceType type, ApiRequest request) {
        return WatchStream.Event::object;
    }
}
