/** The cluster's own workload controllers, written against the API like the real controller manager. */
@NullMarked
package io.carestack.sandbox.controllers;

import org.jspecify.annotations.NullMarked;
