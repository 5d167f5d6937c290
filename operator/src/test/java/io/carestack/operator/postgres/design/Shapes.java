package io.carestack.operator.postgres.design;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.postgres.plan.Encryption;

/** Shapes for tests. */
public final class Shapes {
    private static final String COMPONENTS = "components: [{name: web, image: 'acme/web:1', port: 3001}]\n";

    private Shapes() {}

    /** The shape of the stack {@code care/notes} with this YAML as {@code spec.postgres}. */
    public static Shape shape(String postgresYaml) {
        return shape(postgresYaml, "");
    }

    /** The same with more of the spec. */
    public static Shape shape(String postgresYaml, String moreYaml) {
        EffectiveStack stack = Stacks.effective(COMPONENTS + moreYaml + "\npostgres:\n" + postgresYaml.indent(2));
        if (stack.database() instanceof Database.Managed managed) {
            return new Shape(
                    stack,
                    managed,
                    managed.instances(),
                    managed.tls().enabled() ? Encryption.DEMANDED : Encryption.OFF);
        }
        throw new IllegalArgumentException("not a managed database: " + postgresYaml);
    }
}
