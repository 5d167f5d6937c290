package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stack shall be. Everything but the components has a default; defaults are chosen in code and shown in {@code status.effective}. */
@ValidationRule(
        value = "!has(self.entry) || self.components.exists(c, has(c.port))",
        fieldPath = ".entry",
        message =
                "spec.entry needs a component with a port to send requests to; give one component a port or remove spec.entry")
@ValidationRule(
        value =
                "!has(self.entry) || !has(self.entry.component) || self.components.exists(c, c.name == self.entry.component && has(c.port))",
        fieldPath = ".entry.component",
        message = "spec.entry.component must be the name of a component that has a port")
@ValidationRule(
        value =
                "!has(self.entry) || !has(self.entry.routes) || self.entry.routes.all(r, self.components.exists(c, c.name == r.component && has(c.port)))",
        fieldPath = ".entry.routes",
        message = "every spec.entry.routes[].component must be the name of a component that has a port")
@ValidationRule(
        value =
                "!has(self.rollout) || !has(self.rollout.migration) || !has(self.rollout.migration.component) || self.components.exists(c, c.name == self.rollout.migration.component)",
        fieldPath = ".rollout.migration.component",
        message = "spec.rollout.migration.component must be the name of a component")
@ValidationRule(
        value =
                "!has(self.rollout) || !has(self.rollout.smokeTests) || !has(self.rollout.smokeTests.http) || self.rollout.smokeTests.http.all(t, self.components.exists(c, c.name == t.component && has(c.port)))",
        fieldPath = ".rollout.smokeTests.http",
        message = "every spec.rollout.smokeTests.http[].component must be the name of a component that has a port")
@ValidationRule(
        value =
                "!has(self.rollout) || !has(self.rollout.traffic) || !has(self.rollout.traffic.mode) || self.rollout.traffic.mode != 'Route' || (has(self.entry) && has(self.entry.gateway))",
        fieldPath = ".rollout.traffic.mode",
        message =
                "spec.rollout.traffic.mode: Route needs spec.entry.gateway, whose HTTPRoute has the weights; give one or use Selector or Overlap")
@ValidationRule(
        value =
                "!has(oldSelf.postgres) || !has(oldSelf.postgres.external) || (has(self.postgres) && has(self.postgres.external))"
                        + " || (has(self.postgres) && has(self.postgres.enabled) && !self.postgres.enabled)",
        fieldPath = ".postgres",
        message =
                "spec.postgres cannot change from external to managed in place; create a new CareStack and move the data")
@ValidationRule(
        value = CareStackSpec.NO_DATABASE_BEFORE_OR_AFTER
                + " || (has(self.postgres) && has(self.postgres.database) ? self.postgres.database : 'app')"
                + " == (has(oldSelf.postgres) && has(oldSelf.postgres.database) ? oldSelf.postgres.database : 'app')",
        fieldPath = ".postgres",
        message = "postgres.database cannot be renamed in place; create a new CareStack and move the data")
@ValidationRule(
        value = CareStackSpec.NO_DATABASE_BEFORE_OR_AFTER
                + " || (has(self.postgres) && has(self.postgres.owner) ? self.postgres.owner"
                + " : has(self.postgres) && has(self.postgres.database) ? self.postgres.database : 'app')"
                + " == (has(oldSelf.postgres) && has(oldSelf.postgres.owner) ? oldSelf.postgres.owner"
                + " : has(oldSelf.postgres) && has(oldSelf.postgres.database) ? oldSelf.postgres.database : 'app')",
        fieldPath = ".postgres",
        message = "postgres.owner cannot be renamed in place; create a new CareStack and move the data")
@ValidationRule(
        value = CareStackSpec.NO_DATABASE_BEFORE_OR_AFTER
                + " || (has(self.postgres) && has(self.postgres.storage) && has(self.postgres.storage.className)"
                + " ? self.postgres.storage.className : '')"
                + " == (has(oldSelf.postgres) && has(oldSelf.postgres.storage) && has(oldSelf.postgres.storage.className)"
                + " ? oldSelf.postgres.storage.className : '')",
        fieldPath = ".postgres",
        message = "the StorageClass of existing volumes cannot be changed; create a new CareStack and move the data")
public record CareStackSpec(
        @JsonPropertyDescription(
                "Preset for replicas and resources: small (up to 100 users), medium (up to 1000, the default) or large."
                        + " Every single value can be overridden where it belongs.")
        @Nullable
        StackSize size,

        @JsonPropertyDescription(
                "True stops every change to the children of this stack; what runs goes on running. Default: false.")
        @Nullable
        Boolean paused,

        @JsonPropertyDescription(
                "What happens to volumes and generated credentials when this CareStack is deleted: Retain (default) keeps them,"
                        + " and a CareStack of the same name picks them up again; Delete removes them for good.")
        @Nullable
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription(
                "True stops everything of this stack and keeps its volumes, credentials and Services: PostgreSQL is written out and stopped"
                        + " so that every replica has everything, and no pod is left. False, or no value, brings the same data back. Default: false.")
        @Nullable
        Boolean hibernate,

        @JsonPropertyDescription(
                "True makes the API server refuse to delete this CareStack until the value is taken away, by the ValidatingAdmissionPolicy"
                        + " that comes with the operator. A Namespace is refused by its label carestack.io/deletion-protection=true. Default: false.")
        @Nullable
        Boolean deletionProtection,

        @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
                "The parts of the application: web servers, API servers, background workers. All of them are one release.")
        List<Component> components,

        @JsonPropertyDescription("How a release replaces the one before it.") @Nullable
        Rollout rollout,

        @JsonPropertyDescription(
                "How requests from outside reach the components. Without it the stack is reachable inside the cluster only.")
        @Nullable
        Entry entry,

        @JsonPropertyDescription(
                "The PostgreSQL of the stack. Default: one primary and two replicas; an external database or none can be asked for.")
        @Nullable
        Postgres postgres,

        @Size(max = 8)
        @JsonPropertyDescription(
                "The Redis instances of the stack, by name. Default: one named 'cache'; an empty list asks for none.")
        @Nullable
        List<Redis> redis,

        @JsonPropertyDescription(
                "Scraping and alert rules for the Prometheus operator. They are made where its kinds are installed.")
        @Nullable
        Monitoring monitoring,

        @JsonPropertyDescription("Isolation of the stack on the network.") @Nullable
        Network network) {

    /** These rules stand here and not on the postgres record, so that they also hold when spec.postgres is added later. */
    static final String NO_DATABASE_BEFORE_OR_AFTER =
            "(has(oldSelf.postgres) && (has(oldSelf.postgres.external) || (has(oldSelf.postgres.enabled) && !oldSelf.postgres.enabled)))"
                    + " || (has(self.postgres) && (has(self.postgres.external) || (has(self.postgres.enabled) && !self.postgres.enabled)))";
}
