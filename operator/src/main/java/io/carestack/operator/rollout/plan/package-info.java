/** The blue-green protocol: from what is remembered and what is seen to the next step. Pure; what was searched is in docs/rollout-model.md. */
@NullMarked
package io.carestack.operator.rollout.plan;

import org.jspecify.annotations.NullMarked;
