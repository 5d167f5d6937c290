/** Defaults, validation and life cycle rules of the built-in kinds. */
@NullMarked
package io.carestack.sandbox.apiserver.builtin;

import org.jspecify.annotations.NullMarked;
