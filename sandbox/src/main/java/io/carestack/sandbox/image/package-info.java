/** Which container images are known and how each of them is run with what the machine has installed. */
@NullMarked
package io.carestack.sandbox.image;

import org.jspecify.annotations.NullMarked;
