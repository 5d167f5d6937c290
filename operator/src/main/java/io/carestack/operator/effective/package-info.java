/** The spec with every default filled in: what all domains plan from, and what {@code status.effective} shows. */
@NullMarked
package io.carestack.operator.effective;

import org.jspecify.annotations.NullMarked;
