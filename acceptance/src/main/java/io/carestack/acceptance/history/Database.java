package io.carestack.acceptance.history;

import java.sql.Connection;
import java.sql.SQLException;

/** Where clients connect, with timeouts of seconds. */
public interface Database {
    Connection connect() throws SQLException;
}
