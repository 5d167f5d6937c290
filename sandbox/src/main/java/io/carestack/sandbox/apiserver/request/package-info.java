/** Requests in the API's own terms, and the verbs that answer them. */
@NullMarked
package io.carestack.sandbox.apiserver.request;

import org.jspecify.annotations.NullMarked;
