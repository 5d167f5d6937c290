/** JSON trees: the storage form of every object, and the few operations that all rooms need on them. */
@NullMarked
package io.carestack.sandbox.apiserver.json;

import org.jspecify.annotations.NullMarked;
