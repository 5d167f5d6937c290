/** One CareStack as a whole: the only room where the domains meet. */
@NullMarked
package io.carestack.operator.stack;

import org.jspecify.annotations.NullMarked;
