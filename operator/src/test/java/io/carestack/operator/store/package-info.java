/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.store;

import org.jspecify.annotations.NullMarked;
