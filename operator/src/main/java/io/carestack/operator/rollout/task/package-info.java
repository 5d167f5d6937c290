/** What runs once for an attempt at a release: the backup and the migration before its pods, smoke tests before its traffic. */
@NullMarked
package io.carestack.operator.rollout.task;

import org.jspecify.annotations.NullMarked;
