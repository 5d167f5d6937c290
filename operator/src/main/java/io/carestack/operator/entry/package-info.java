/** How requests from outside reach the components: an Ingress for ingress-nginx or Traefik, or HTTPRoutes of the Gateway API. */
@NullMarked
package io.carestack.operator.entry;

import org.jspecify.annotations.NullMarked;
