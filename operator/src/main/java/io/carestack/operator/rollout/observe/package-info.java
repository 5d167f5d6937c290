/** What a step of a release is decided on, put together from objects. Pure. */
@NullMarked
package io.carestack.operator.rollout.observe;

import org.jspecify.annotations.NullMarked;
