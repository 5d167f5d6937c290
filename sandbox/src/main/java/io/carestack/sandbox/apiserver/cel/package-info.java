/** Validation rules in the Common Expression Language with the functions that Kubernetes adds. */
@NullMarked
package io.carestack.sandbox.apiserver.cel;

import org.jspecify.annotations.NullMarked;
