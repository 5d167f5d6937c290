/** Releases under real traffic: what clients see while one version replaces another, and while a bad one undoes itself. */
@NullMarked
package io.carestack.acceptance.releases;

import org.jspecify.annotations.NullMarked;
