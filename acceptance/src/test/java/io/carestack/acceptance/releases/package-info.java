/** Releases of whole stacks with real processes. */
@NullMarked
package io.carestack.acceptance.releases;

import org.jspecify.annotations.NullMarked;
