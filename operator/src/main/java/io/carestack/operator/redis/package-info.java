/** Redis of a stack: pure designs, and a small shell that keeps the passwords. */
@NullMarked
package io.carestack.operator.redis;

import org.jspecify.annotations.NullMarked;
