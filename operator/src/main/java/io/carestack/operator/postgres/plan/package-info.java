/** The protocol that keeps acknowledged writes: from what is remembered and what is seen to the next step. Pure; the rules are in docs/postgres.md. */
@NullMarked
package io.carestack.operator.postgres.plan;

import org.jspecify.annotations.NullMarked;
