/** The steps of a release at the API server: live reads, and one write at a time. */
@NullMarked
package io.carestack.operator.rollout.execute;

import org.jspecify.annotations.NullMarked;
