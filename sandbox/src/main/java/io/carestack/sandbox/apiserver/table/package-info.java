/** Table output as kubectl prints it. */
@NullMarked
package io.carestack.sandbox.apiserver.table;

import org.jspecify.annotations.NullMarked;
