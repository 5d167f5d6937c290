package io.carestack.operator.postgres;

import java.util.Optional;

/**
 * What the operator must know to log in and to set up roles.
 *
 * @param superuser the operator's login
 * @param replication password of the replication role
 * @param ownerName role that owns the database
 * @param owner its password
 * @param database the application's database
 * @param exporter password of the exporter's role; empty when there is no exporter
 */
record DatabaseLogins(
        OperatorLogin superuser,
        String replication,
        String ownerName,
        String owner,
        String database,
        Optional<String> exporter) {
    @Override
    public String toString() {
        return "DatabaseLogins[" + ownerName + ", " + database + "]";
    }
}
