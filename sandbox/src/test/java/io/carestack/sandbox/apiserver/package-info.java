/** The API server against its contract, and against a real one where there is one. */
@NullMarked
package io.carestack.sandbox.apiserver;

import org.jspecify.annotations.NullMarked;
