/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.postgres;

import org.jspecify.annotations.NullMarked;
