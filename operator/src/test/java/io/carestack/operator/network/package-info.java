/** Which connections the policies of a stack allow. */
@NullMarked
package io.carestack.operator.network;

import org.jspecify.annotations.NullMarked;
