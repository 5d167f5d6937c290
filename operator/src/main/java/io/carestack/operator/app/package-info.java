/** The components of the application: from the spec to Deployments of both colours, Services, autoscalers and budgets, and back to the status. */
@NullMarked
package io.carestack.operator.app;

import org.jspecify.annotations.NullMarked;
