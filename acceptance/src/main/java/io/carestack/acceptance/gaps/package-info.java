/** How long writes stop when something breaks, measured alike for every system. */
@NullMarked
package io.carestack.acceptance.gaps;

import org.jspecify.annotations.NullMarked;
