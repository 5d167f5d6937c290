/** Which kinds are served, under which paths and with which subresources. */
@NullMarked
package io.carestack.sandbox.apiserver.resource;

import org.jspecify.annotations.NullMarked;
