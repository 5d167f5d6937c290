/** Tests of the room of the same name. */
@NullMarked
package io.carestack.operator.postgres.design;

import org.jspecify.annotations.NullMarked;
