/** Operator and sandbox together: the stage for tests of whole stacks, the demo and the benchmarks. */
@NullMarked
package io.carestack.acceptance;

import org.jspecify.annotations.NullMarked;
