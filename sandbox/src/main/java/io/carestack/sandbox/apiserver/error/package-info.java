/** Errors of the API in the shape that clients know: Status objects with reason, code and causes. */
@NullMarked
package io.carestack.sandbox.apiserver.error;

import org.jspecify.annotations.NullMarked;
