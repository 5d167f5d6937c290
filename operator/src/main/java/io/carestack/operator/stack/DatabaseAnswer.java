package io.carestack.operator.stack;

import io.carestack.operator.postgres.PostgresResult;
import java.util.function.Supplier;

/** What is known of a stack's database before anybody asks it. */
sealed interface DatabaseAnswer {

    /** Nothing has changed since it was asked, or there is nothing to ask. */
    record Known(PostgresResult result) implements DatabaseAnswer {}

    /**
     * It has to be asked.
     *
     * @param question takes as long as the database takes to answer or to time out; holds no children but the database's
     */
    record Unknown(Supplier<PostgresResult> question) implements DatabaseAnswer {}
}
