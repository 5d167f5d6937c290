/** Tests of the load that a release must not disturb. */
@NullMarked
package io.carestack.acceptance.load;

import org.jspecify.annotations.NullMarked;
