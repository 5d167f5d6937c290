/** The CustomResourceDefinition as generated from the records, and validation by its schema and rules without an API server. */
@NullMarked
package io.carestack.operator.crd;

import org.jspecify.annotations.NullMarked;
