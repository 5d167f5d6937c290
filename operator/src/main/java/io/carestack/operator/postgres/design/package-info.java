/** PostgreSQL of a stack as Kubernetes objects and configuration files: pure functions of the spec. */
@NullMarked
package io.carestack.operator.postgres.design;

import org.jspecify.annotations.NullMarked;
