package io.carestack.operator.kube;

import io.carestack.operator.api.CareStack;
import java.io.Serial;

/** A CareStack was deleted while a pass was under way: there is nothing left to do, and nobody to tell. */
public final class StackGoneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StackGoneException(CareStack stack, Throwable cause) {
        super(
                "CareStack %s/%s is gone"
                        .formatted(
                                stack.getMetadata().getNamespace(),
                                stack.getMetadata().getName()),
                cause);
    }
}
