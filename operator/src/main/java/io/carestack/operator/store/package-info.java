/** What the pods of databases and caches have in common: placement, identity, volumes that grow, generated passwords. */
@NullMarked
package io.carestack.operator.store;

import org.jspecify.annotations.NullMarked;
