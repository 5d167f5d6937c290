/** Faults at random, with a seed, and the check that no acknowledged row was lost to them. */
@NullMarked
package io.carestack.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
