/** Owner garbage collection and namespace termination. */
@NullMarked
package io.carestack.sandbox.apiserver.garbage;

import org.jspecify.annotations.NullMarked;
