/** PostgreSQL of a stack at work: observes instances over SQL, carries out one planned step at a time and says what it did. */
@NullMarked
package io.carestack.operator.postgres;

import org.jspecify.annotations.NullMarked;
