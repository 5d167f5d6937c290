/** PgBouncer in front of the primary: pure designs. */
@NullMarked
package io.carestack.operator.postgres.pooler;

import org.jspecify.annotations.NullMarked;
