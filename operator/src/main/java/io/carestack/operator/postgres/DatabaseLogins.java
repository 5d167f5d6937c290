package io.carestack.operator.postgres;

/**
 * What the operator must know to log in and to set up roles.
 *
 * @param superuser password of the operator's login
 * @param replication password of the replication role
 * @param ownerName role that owns the database
 * @param owner its password
 * @param database the application's database
 */
record DatabaseLogins(String superuser, String replication, String ownerName, String owner, String database) {
    @Override
    public String toString() {
        return "DatabaseLogins[" + ownerName + ", " + database + "]";
    }
}
