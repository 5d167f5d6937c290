/** Certificates of a stack's PostgreSQL: a planner that knows dates alone, and a thin shell that makes and keeps certificates. */
@NullMarked
package io.carestack.operator.postgres.tls;

import org.jspecify.annotations.NullMarked;
