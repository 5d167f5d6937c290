/** What users install and read: the chart, the kustomize base, the examples, the GitOps scripts and the generated documents. */
@NullMarked
package io.carestack.operator.packaging;

import org.jspecify.annotations.NullMarked;
