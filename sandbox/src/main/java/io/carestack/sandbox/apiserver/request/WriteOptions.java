package io.carestack.sandbox.apiserver.request;

import io.carestack.sandbox.apiserver.apply.Manager;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.ApiException.Subject;
import io.carestack.sandbox.apiserver.error.Cause;
import java.util.List;

/** What a write says about itself: dry run, manager, and how unknown fields are treated. */
record WriteOptions(boolean dryRun, String manager, Validation validation) {
    /** The {@code fieldValidation} parameter. */
    enum Validation {
        STRICT,
        WARN,
        IGNORE
    }

    static WriteOptions of(ApiRequest request) {
        String dryRun = request.parameter("dryRun");
        String options = request.verb().equals("create") ? "CreateOptions" : "PatchOptions";
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            throw ApiException.invalid(
                    Subject.of("meta.k8s.io", options, ""),
                    List.of(Cause.notSupported("dryRun", "[\"" + dryRun + "\"]", List.of("All"))));
        }
        String manager = request.parameter("fieldManager");
        if (manager.length() > 128) {
            throw ApiException.invalid(
                    Subject.of("meta.k8s.io", options, ""),
                    List.of(Cause.tooLong("fieldManager", "may not be more than 128 bytes")));
        }
        Validation validation = switch (request.parameter("fieldValidation")) {
            case "Strict" -> Validation.STRICT;
            case "Ignore" -> Validation.IGNORE;
            case "Warn", "" -> Validation.WARN;
            default ->
                throw ApiException.invalid(
                        Subject.of("meta.k8s.io", options, ""),
                        List.of(Cause.notSupported(
                                "fieldValidation",
                                "\"" + request.parameter("fieldValidation") + "\"",
                                List.of("", "Ignore", "Strict", "Warn"))));
        };
        return new WriteOptions(
                !dryRun.isEmpty(), manager.isEmpty() ? managerOf(request.userAgent()) : manager, validation);
    }

    /** A client that names no manager is known by its program's name. */
    private static String managerOf(String userAgent) {
        String program = userAgent.split("/", 2)[0];
        return program.isEmpty() ? "unknown" : program;
    }

    Manager updater(String apiVersion, String subresource) {
        return new Manager(manager, Manager.Operation.UPDATE, apiVersion, subresource);
    }

    Manager applier(String apiVersion, String subresource) {
        return new Manager(manager, Manager.Operation.APPLY, apiVersion, subresource);
    }
}
