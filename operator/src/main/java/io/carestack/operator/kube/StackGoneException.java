package io.carestack.operator.kube;

import io.carestack.operator.api.CareStack;
import java.io.Serial;

/** A CareStack was deleted while a pass was under way: there is nothing left to do, and nobody to tell. */
public final class StackGoneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StackGoneException(CareStack stack, Throwable cause) {
        this(stack.getMetadata().getNamespace(), stack.getMetadata().getName());
        initCause(cause);
    }

    public StackGoneException(String namespace, String name) {
        super("CareStack %s/%s is gone".formatted(namespace, name));
    }
}
