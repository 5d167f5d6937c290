/** The CareStack resource as users write and read it: records with a description on every field, validation rules, no logic. */
@NullMarked
package io.carestack.operator.api;

import org.jspecify.annotations.NullMarked;
