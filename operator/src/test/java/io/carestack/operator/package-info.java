/** Tests of the operator as a whole. */
@NullMarked
package io.carestack.operator;

import org.jspecify.annotations.NullMarked;
