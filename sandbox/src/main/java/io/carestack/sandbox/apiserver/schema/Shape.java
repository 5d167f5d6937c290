package io.carestack.sandbox.apiserver.schema;

/** How a value merges and who can own its parts. */
public enum Shape {
    SCALAR,
    /** Declared fields, owned one by one. */
    STRUCT,
    /** Arbitrary keys, owned one by one. */
    MAP,
    MAP_ATOMIC,
    LIST_ATOMIC,
    /** Scalars that occur once each. */
    LIST_SET,
    /** Objects told apart by key fields. */
    LIST_MAP,
    /** Unknown to the schema: objects merge by field, all else is replaced whole. */
    ANY
}
