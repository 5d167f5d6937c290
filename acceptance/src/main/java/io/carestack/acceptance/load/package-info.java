/** Requests that a release must not disturb: keep-alive clients, long-lived streams and slow answers, each lost one counted. */
@NullMarked
package io.carestack.acceptance.load;

import org.jspecify.annotations.NullMarked;
