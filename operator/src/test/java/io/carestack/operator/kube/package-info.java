/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.kube;

import org.jspecify.annotations.NullMarked;
