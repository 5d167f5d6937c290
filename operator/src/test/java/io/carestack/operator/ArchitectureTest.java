package io.carestack.operator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that a compiler cannot see. */
class ArchitectureTest {
    private static final String ROOT = "io.carestack.operator.";
    private static final String[] DOMAINS = {"app", "entry", "network", "monitoring", "postgres", "redis"};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.carestack.operator");

    @Test
    void plannersDesignsAndStatusArePure() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Planner")
                .or()
                .haveSimpleNameEndingWith("Design")
                .or()
                .haveSimpleNameEndingWith("Plan")
                .or()
                .resideInAPackage(ROOT + "status")
                .or()
                .resideInAPackage(ROOT + "effective")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "io.javaoperatorsdk..",
                        "java.sql..",
                        "java.net..",
                        "org.postgresql..",
                        "redis.clients..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
    }

    /** The planner that is searched must be all that decides. */
    @Test
    void releasesAreSeenJudgedAndDecidedWithoutTheWorld() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.of("plan", "gate", "health", "memory", "observe")
                        .map(room -> ROOT + "rollout." + room)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "java.net..",
                        ROOT + "rollout.execute..",
                        ROOT + "stack..",
                        ROOT + "runtime..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "rollout.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", ROOT + "api..", ROOT + "effective..", ROOT + "app..")
                .check(CLASSES);
    }

    @Test
    void theApiDependsOnNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "api")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(DOMAINS), Stream.of("effective", "kube", "status", "stack", "runtime"))
                                .map(name -> ROOT + name + "..")
                                .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void domainsMeetOnlyInStack() {
        for (String domain : DOMAINS) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + domain + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Stream.concat(
                                    Stream.of(DOMAINS).filter(other -> !other.equals(domain)),
                                    Stream.of("stack", "runtime"))
                            .map(other -> ROOT + other + "..")
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void onlyKubeWritesToTheApi() {
        for (String write :
                List.of("serverSideApply", "patch", "patchStatus", "updateStatus", "createOr", "delete", "edit")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "kube")
                    .should()
                    .callMethodWhere(
                            target(name(write)).and(target(owner(resideInAPackage("io.fabric8.kubernetes.client..")))))
                    .check(CLASSES);
        }
    }

    @Test
    void noFileIsLongerThan400Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Assertions.assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .allSatisfy(file -> Assertions.assertThat(Files.readAllLines(file))
                            .as("lines of %s", file)
                            .hasSizeLessThanOrEqualTo(400));
        }
    }

    @Test
    void nothingSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }
}
