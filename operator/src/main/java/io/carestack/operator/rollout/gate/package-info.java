/** What a rollout waits for before it begins and before it switches: maintenance windows and freezes, the database, and room in the namespace. Pure. */
@NullMarked
package io.carestack.operator.rollout.gate;

import org.jspecify.annotations.NullMarked;
