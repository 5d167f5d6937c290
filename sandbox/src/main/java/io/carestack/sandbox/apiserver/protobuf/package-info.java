/** Reading the protobuf that kubectl's generators send. */
@NullMarked
package io.carestack.sandbox.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
