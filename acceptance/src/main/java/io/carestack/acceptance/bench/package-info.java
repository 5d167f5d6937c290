/** What the operator costs: a program that measures every line of the budgets, with the operator as a process of its own. */
@NullMarked
package io.carestack.acceptance.bench;

import org.jspecify.annotations.NullMarked;
