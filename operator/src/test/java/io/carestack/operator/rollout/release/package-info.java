/** What a release consists of, and that it survives being kept. */
@NullMarked
package io.carestack.operator.rollout.release;

import org.jspecify.annotations.NullMarked;
