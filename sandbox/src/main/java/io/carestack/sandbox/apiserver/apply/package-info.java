/** Server-side apply: field sets, ownership, merging and conflicts. */
@NullMarked
package io.carestack.sandbox.apiserver.apply;

import org.jspecify.annotations.NullMarked;
