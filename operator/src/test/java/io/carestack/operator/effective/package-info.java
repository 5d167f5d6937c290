/** Defaults and canonical values. */
@NullMarked
package io.carestack.operator.effective;

import org.jspecify.annotations.NullMarked;
