package io.carestack.operator.postgres;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The tests run real PostgreSQL servers in containers made of namespaces, and are left out where that cannot be. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealPostgres.Possible.class)
@interface RealPostgres {
    /** Paths of other programs that the tests start. */
    String[] programs() default {};

    /** Names what is missing. */
    final class Possible implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = new ArrayList<>();
            if (!"root".equals(System.getProperty("user.name"))) {
                missing.add("root");
            }
            if (binaries().isEmpty()) {
                missing.add("a PostgreSQL server in /usr/lib/postgresql");
            }
            Stream.concat(
                            Stream.of("/usr/bin/unshare"),
                            AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RealPostgres.class)
                                    .stream()
                                    .flatMap(needs -> Stream.of(needs.programs())))
                    .filter(program -> !Files.isExecutable(Path.of(program)))
                    .forEach(missing::add);
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("everything is here")
                    : ConditionEvaluationResult.disabled("needs " + String.join(", ", missing));
        }

        /** The programs of the PostgreSQL in the property {@code postgres.binaries}, else of the newest one here. */
        static Optional<Path> binaries() {
            Optional<Path> given =
                    Optional.ofNullable(System.getProperty("postgres.binaries")).map(Path::of);
            if (given.isPresent()) {
                return given;
            }
            try (Stream<Path> found = Files.list(Path.of("/usr/lib/postgresql"))) {
                return found.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.naturalOrder());
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
