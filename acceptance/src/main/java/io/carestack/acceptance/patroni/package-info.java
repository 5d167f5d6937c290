/** Patroni on this machine, to measure it as this operator is measured. */
@NullMarked
package io.carestack.acceptance.patroni;

import org.jspecify.annotations.NullMarked;
