/** What a release consists of: its hash, and immutable copies of the ConfigMaps and Secrets that it was made with. Pure. */
@NullMarked
package io.carestack.operator.rollout.revision;

import org.jspecify.annotations.NullMarked;
