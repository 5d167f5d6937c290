/** Structural schemas of built-in and custom kinds: pruning, defaults, validation, canonical values. */
@NullMarked
package io.carestack.sandbox.apiserver.schema;

import org.jspecify.annotations.NullMarked;
