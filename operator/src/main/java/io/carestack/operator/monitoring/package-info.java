/** Scraping, alert rules and alert routing for the Prometheus operator. */
@NullMarked
package io.carestack.operator.monitoring;

import org.jspecify.annotations.NullMarked;
