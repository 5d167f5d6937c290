package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Severity;
import java.time.Duration;

/**
 * An alert.
 *
 * @param expression PromQL; every series of its answer is one alert
 * @param lasting how long the expression must hold; zero for at once
 * @param summary one sentence, may contain Prometheus templates
 */
record Alert(String name, Severity severity, Duration lasting, String expression, String summary) {}
