/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.redis;

import org.jspecify.annotations.NullMarked;
