/** Tests of the protocol without any database. */
@NullMarked
package io.carestack.operator.postgres.plan;

import org.jspecify.annotations.NullMarked;
