/** How the components of the application are planned and reported. */
@NullMarked
package io.carestack.operator.app;

import org.jspecify.annotations.NullMarked;
