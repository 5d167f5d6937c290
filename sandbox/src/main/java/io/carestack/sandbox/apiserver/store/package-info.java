/** The objects, the global resource version counter and the history that watches resume from. */
@NullMarked
package io.carestack.sandbox.apiserver.store;

import org.jspecify.annotations.NullMarked;
