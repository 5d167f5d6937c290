package io.carestack.operator.kube;

/**
 * Names of a stack's children.
 *
 * <p>Stack names have at most 32, component names 20 and Redis names 12 characters, so that the longest Service name stays within 63 and the
 * longest StatefulSet name within the 52 that its pods' revision label allows; nothing is ever truncated.
 */
public record Names(String stack) {
    public String deployment(String component, Color color) {
        return stack + "-" + component + "-" + color.label();
    }

    /** Service of the live colour, HPA, PodDisruptionBudget, ServiceMonitor and ServiceAccount of a component. */
    public String component(String component) {
        return stack + "-" + component;
    }

    /** Service of one colour, whichever is live; of the same name as its Deployment. */
    public String colored(String component, Color color) {
        return deployment(component, color);
    }

    /** Service of the colour that is not live. */
    public String preview(String component) {
        return stack + "-" + component + "-preview";
    }

    /** StatefulSet of PostgreSQL, its headless Service, its ConfigMap and its ServiceAccount. */
    public String postgres() {
        return stack + "-postgres";
    }

    public String postgresInstance(int ordinal) {
        return postgres() + "-" + ordinal;
    }

    public String postgresReadWrite() {
        return postgres() + "-rw";
    }

    public String postgresReadOnly() {
        return postgres() + "-ro";
    }

    public String postgresRead() {
        return postgres() + "-r";
    }

    /** Generated credentials: superuser, replication and owner, each in a Secret of its own. */
    public String postgresCredentials(String role) {
        return postgres() + "-" + role;
    }

    /** Connection URLs for the application, also in Service Binding form. */
    public String postgresConnection() {
        return postgres() + "-app";
    }

    /** Secret of the exporter's password. */
    public String postgresExporter() {
        return postgresCredentials("exporter");
    }

    /** The authority of the stack's own certificates; nobody mounts it. */
    public String postgresAuthority() {
        return postgres() + "-ca";
    }

    /** Certificate and key of the instances, and whom to trust. */
    public String postgresTls() {
        return postgres() + "-tls";
    }

    public String pooler() {
        return stack + "-pooler";
    }

    /** StatefulSet, Service and ConfigMap of a Redis instance. */
    public String redis(String redis) {
        return stack + "-redis-" + redis;
    }

    /** Connection URL and password of a Redis instance, also in Service Binding form. */
    public String redisConnection(String redis) {
        return redis(redis) + "-app";
    }

    /** ConfigMap that keeps what a release consists of. */
    public String release(String hash) {
        return stack + "-release-" + hash;
    }

    /** Ingress or HTTPRoute. */
    public String entry() {
        return stack + "-entry";
    }

    /** Job that runs once for an attempt at a release; eight digits of its hash and the attempt tell it from every other. */
    public String task(String task, String revision, int attempt) {
        return stack + "-" + task + "-" + revision.substring(0, Math.min(8, revision.length())) + "-" + attempt;
    }

    /** Anything that belongs to the stack as a whole. */
    public String whole(String suffix) {
        return stack + "-" + suffix;
    }
}
