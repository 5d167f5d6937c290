package io.carestack.sandbox.apiserver.fault;

import com.fasterxml.jackson.databind.JsonNode;

/** An event on its way to one client: ADDED, MODIFIED or DELETED of an object of a resource. */
public record WatchEvent(String type, String group, String resource, String userAgent, JsonNode object) {}
