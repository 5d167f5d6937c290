/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.postgres.pooler;

import org.jspecify.annotations.NullMarked;
