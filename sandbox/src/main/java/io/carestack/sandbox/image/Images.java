package io.carestack.sandbox.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The registry of the sandbox. References are matched without {@code docker.io/} and {@code library/}, by regular
 * expression, newest registration first; a reference that nothing matches is absent. Safe for use by many threads.
 */
public final class Images {
    private record Entry(Pattern pattern, Function<String, Recipe> recipe) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    /** Adds an image for every reference that the regular expression matches wholly. */
    public Images register(String regularExpression, Recipe recipe) {
        return register(regularExpression, reference -> recipe);
    }

    /** Adds images whose recipe depends on the normalised reference. */
    public Images register(String regularExpression, Function<String, Recipe> recipe) {
        entries.addFirst(new Entry(Pattern.compile(regularExpression), recipe));
        return this;
    }

    /** From now on pulling exactly this reference fails. */
    public void remove(String reference) {
        absent.add(normalised(reference));
    }

    /** Takes {@link #remove} back. */
    public void restore(String reference) {
        absent.remove(normalised(reference));
    }

    public Resolution resolve(String reference) {
        String name = normalised(reference);
        Optional<Recipe> recipe = absent.contains(name)
                ? Optional.empty()
                : entries.stream()
                        .filter(entry -> entry.pattern().matcher(name).matches())
                        .findFirst()
                        .map(entry -> entry.recipe().apply(name));
        if (recipe.isEmpty()) {
            return new Resolution.Absent(
                    reference,
                    "failed to resolve reference \"%s\": %s: not found: manifest unknown"
                            .formatted(qualified(name), qualified(name)));
        }
        return new Resolution.Found(qualified(name), recipe.get(), digest(name));
    }

    private static String normalised(String reference) {
        String name = reference.split("@", 2)[0];
        for (String prefix : List.of("docker.io/", "index.docker.io/", "library/")) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
    }

    private static String qualified(String name) {
        String first = name.split("/", 2)[0];
        boolean hasHost =
                name.contains("/") && (first.contains(".") || first.contains(":") || first.equals("localhost"));
        if (hasHost) {
            return name;
        }
        return name.contains("/") ? "docker.io/" + name : "docker.io/library/" + name;
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
