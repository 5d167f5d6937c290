/** Clients that remember what a database acknowledged to them, and the check that it still has all of it. */
@NullMarked
package io.carestack.acceptance.history;

import org.jspecify.annotations.NullMarked;
