/** Streams of changes to one client each. */
@NullMarked
package io.carestack.sandbox.apiserver.watch;

import org.jspecify.annotations.NullMarked;
