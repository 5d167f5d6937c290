/** What controllers and the node share: informers, keyed work loops, events, conditions. */
@NullMarked
package io.carestack.sandbox.machinery;

import org.jspecify.annotations.NullMarked;
