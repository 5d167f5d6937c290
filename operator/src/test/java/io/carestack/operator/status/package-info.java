/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.status;

import org.jspecify.annotations.NullMarked;
