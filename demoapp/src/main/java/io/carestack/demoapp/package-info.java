/** A small web application that uses PostgreSQL and Redis, and misbehaves on demand, for trying rollouts and failovers. */
@NullMarked
package io.carestack.demoapp;

import org.jspecify.annotations.NullMarked;
