/** How the way in is planned and reported. */
@NullMarked
package io.carestack.operator.entry;

import org.jspecify.annotations.NullMarked;
