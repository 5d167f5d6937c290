package io.carestack.operator.postgres;

import io.carestack.operator.postgres.design.Credentials;
import io.carestack.operator.postgres.design.Credentials.Role;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.postgres.design.Validation;
import io.carestack.operator.status.Problem;
import io.carestack.operator.store.Password;
import io.carestack.operator.store.Secrets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Generates each password once, and never again while there is data that knows the old one. */
final class CredentialKeeper {
    private final Secrets secrets;
    private final SecureRandom random;

    CredentialKeeper(Secrets secrets, SecureRandom random) {
        this.secrets = secrets;
        this.random = random;
    }

    /** The logins, or what keeps them from being whole. */
    record Keys(Optional<DatabaseLogins> logins, List<Problem> problems) {}

    Keys keys(Shape shape, boolean dataExists, Optional<String> trusted) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> superuser = password(shape, Role.SUPERUSER, dataExists, problems);
        Optional<String> replication = password(shape, Role.REPLICATION, dataExists, problems);
        Optional<String> owner = password(shape, Role.OWNER, dataExists, problems);
        // nothing but the exporter knows this one: it can always be made again
        Optional<String> exporter = shape.database().exporter().enabled()
                ? password(shape, Role.EXPORTER, false, problems)
                : Optional.empty();
        return new Keys(
                superuser.flatMap(operator ->
                        replication.flatMap(receiver -> owner.map(application -> new DatabaseLogins(
                                new OperatorLogin(operator, shape.encryption(), trusted),
                                receiver,
                                shape.database().owner(),
                                application,
                                shape.database().database(),
                                exporter)))),
                problems);
    }

    private Optional<String> password(Shape shape, Role role, boolean dataExists, List<Problem> problems) {
        String name = Credentials.secretName(shape, role);
        if (role == Role.OWNER && shape.database().credentialsSecret().isPresent()) {
            Optional<Map<String, String>> found = secrets.find(shape.stack().namespace(), name);
            Optional<Problem> problem = Validation.credentials(shape, name, found);
            problem.ifPresent(problems::add);
            return problem.isPresent() ? Optional.empty() : found.map(data -> data.get(Credentials.PASSWORD));
        }
        Optional<Map<String, String>> found = dataExists
                ? secrets.find(shape.stack().namespace(), name)
                : Optional.of(secrets.known(shape.stack().namespace(), name)
                        .orElseGet(() -> secrets.create(Credentials.design(shape, role, Password.generate(random)))));
        Optional<String> password =
                found.map(data -> data.get(Credentials.PASSWORD)).filter(value -> !value.isEmpty());
        if (password.isEmpty()) {
            problems.add(new Problem(
                    "spec.postgres",
                    "Secret %s with the password of %s is %s, and the data on the volumes know no other"
                            .formatted(name, role.username(shape), found.isEmpty() ? "gone" : "without a password"),
                    "restore the Secret from where you keep it"));
        }
        return password;
    }
}
