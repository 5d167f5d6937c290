/** What is seen of releases in the objects of a stack. */
@NullMarked
package io.carestack.operator.rollout.observe;

import org.jspecify.annotations.NullMarked;
