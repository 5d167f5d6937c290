/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.postgres.tls;

import org.jspecify.annotations.NullMarked;
