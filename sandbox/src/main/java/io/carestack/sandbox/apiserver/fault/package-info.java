/** Faults that tests inject and the log of requests that they assert on. */
@NullMarked
package io.carestack.sandbox.apiserver.fault;

import org.jspecify.annotations.NullMarked;
