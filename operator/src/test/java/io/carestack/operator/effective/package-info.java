/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.effective;

import org.jspecify.annotations.NullMarked;
