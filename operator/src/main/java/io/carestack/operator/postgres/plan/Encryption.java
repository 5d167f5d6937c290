package io.carestack.operator.postgres.plan;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far a stack has come with encrypting its connections. All instances are always told the same one.
 *
 * <p>From off to demanded and back, a stack goes through offered, and each step waits until every instance is seen to have taken the one before: no
 * instance ever asks another one for what that one cannot give.
 */
public enum Encryption {
    /** Nobody encrypts. */
    OFF,
    /** Servers encrypt for whoever wants it; replicas and the operator prefer it. */
    OFFERED,
    /** Replicas and the operator encrypt, and know whom they talk to; the servers accept nothing else of them. */
    DEMANDED;

    /** As in the file that the scripts read. */
    public String word() {
        return switch (this) {
            case OFF -> "off";
            case OFFERED -> "offered";
            case DEMANDED -> "demanded";
        };
    }

    /** The one of that word. */
    public static Optional<Encryption> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /**
     * What the instances are to be told next.
     *
     * @param wanted whether connections shall be encrypted, and there are certificates
     * @param settled whether every instance answers, uses the configuration that it was given and follows the primary as it should
     */
    public Encryption next(boolean wanted, Observation seen, boolean settled) {
        return switch (this) {
            case OFF -> wanted ? OFFERED : OFF;
            case OFFERED -> {
                if (!wanted) {
                    yield settled ? OFF : OFFERED;
                }
                boolean everybody = !seen.instances().isEmpty()
                        && seen.instances().stream()
                                .allMatch(each ->
                                        each.facts().filter(Facts::encrypted).isPresent());
                yield everybody ? DEMANDED : OFFERED;
            }
            case DEMANDED -> wanted ? DEMANDED : OFFERED;
        };
    }
}
