/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.runtime;

import org.jspecify.annotations.NullMarked;
