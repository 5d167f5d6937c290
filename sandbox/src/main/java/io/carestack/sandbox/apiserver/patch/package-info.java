/** JSON patch, merge patch and strategic merge patch. */
@NullMarked
package io.carestack.sandbox.apiserver.patch;

import org.jspecify.annotations.NullMarked;
