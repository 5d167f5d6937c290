/** An exhaustive search of what can happen to a database while the real planner decides, with every invariant checked in every state. */
@NullMarked
package io.carestack.operator.postgres.model;

import org.jspecify.annotations.NullMarked;
