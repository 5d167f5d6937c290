/** Discovery documents, OpenAPI documents and the version. */
@NullMarked
package io.carestack.sandbox.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
