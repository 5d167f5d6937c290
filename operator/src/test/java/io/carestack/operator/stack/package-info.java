/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.stack;

import org.jspecify.annotations.NullMarked;
