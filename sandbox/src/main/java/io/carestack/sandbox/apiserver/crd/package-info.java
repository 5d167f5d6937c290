/** Custom resource definitions: validation, conditions, and the kinds that they add. */
@NullMarked
package io.carestack.sandbox.apiserver.crd;

import org.jspecify.annotations.NullMarked;
