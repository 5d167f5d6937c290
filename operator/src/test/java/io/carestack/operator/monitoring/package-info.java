/** How monitoring objects are planned and whether their rules fire. */
@NullMarked
package io.carestack.operator.monitoring;

import org.jspecify.annotations.NullMarked;
