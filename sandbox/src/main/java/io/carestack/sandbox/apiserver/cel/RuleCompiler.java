package io.carestack.sandbox.apiserver.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles rules over {@code self} and {@code oldSelf}, and keeps the compiled programs. Safe for any thread. */
final class RuleCompiler {
    private static final CelOptions OPTIONS = CelOptions.current().build();

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

    /** A rule that is not valid, or that failed on a value; the message is for the client. */
    static final class RuleFailure extends Exception {
        private static final long serialVersionUID = 1L;

        RuleFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    RuleCompiler() {
        KubernetesFunctions functions = new KubernetesFunctions();
        this.compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.optional(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.comprehensions())
                .addFunctionDeclarations(functions.declarations())
                .addVar("self", SimpleType.DYN)
                .addVar("oldSelf", SimpleType.DYN)
                .build();
        this.runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.optional(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.comprehensions())
                .addFunctionBindings(functions.bindings())
                .build();
    }

    CelRuntime.Program compile(String rule) throws RuleFailure {
        CelRuntime.Program known = programs.get(rule);
        if (known != null) {
            return known;
        }
        try {
            CelAbstractSyntaxTree tree = compiler.compile(rule).getAst();
            CelRuntime.Program program = runtime.createProgram(tree);
            programs.put(rule, program);
            return program;
        } catch (CelValidationException | CelEvaluationException invalid) {
            throw new RuleFailure("compilation failed: " + invalid.getMessage(), invalid);
        }
    }

    Object evaluate(String rule, Map<String, Object> variables) throws RuleFailure {
        try {
            return compile(rule).eval(variables);
        } catch (CelEvaluationException failed) {
            String message = String.valueOf(failed.getMessage()).replaceFirst("^evaluation error[^:]*: ", "");
            throw new RuleFailure(message, failed);
        }
    }
}
