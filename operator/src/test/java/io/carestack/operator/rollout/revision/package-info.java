/** Tests of what a release consists of. */
@NullMarked
package io.carestack.operator.rollout.revision;

import org.jspecify.annotations.NullMarked;
