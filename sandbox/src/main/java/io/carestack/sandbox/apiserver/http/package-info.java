/** HTTP in front of the verbs: paths, content types, streams. */
@NullMarked
package io.carestack.sandbox.apiserver.http;

import org.jspecify.annotations.NullMarked;
