/** What a release consists of, as it is kept in a ConfigMap from before its first pod until nobody can want it back. Pure. */
@NullMarked
package io.carestack.operator.rollout.release;

import org.jspecify.annotations.NullMarked;
