package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Account;
import io.carestack.sandbox.image.Recipe;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * As whom a container's processes run, and what its passwd and group files say.
 *
 * @param groups supplementary groups, the primary one not among them
 */
record Identity(
        long uid, long gid, List<Long> groups, boolean noNewPrivileges, boolean readOnlyRoot, List<Account> accounts) {

    /** Decides by the container's security context, then the pod's, then the image's user. */
    static Identity of(PodSpec spec, Container container, Recipe recipe) throws StartRefused {
        PodSecurityContext pod = Optional.ofNullable(spec.getSecurityContext()).orElseGet(PodSecurityContext::new);
        SecurityContext own =
                Optional.ofNullable(container.getSecurityContext()).orElseGet(SecurityContext::new);
        Optional<Long> asked =
                Optional.ofNullable(own.getRunAsUser()).or(() -> Optional.ofNullable(pod.getRunAsUser()));
        Optional<Long> fromImage = recipe.user().map(user -> Long.valueOf(user.split(":", 2)[0]));
        long uid = asked.or(() -> fromImage).orElse(0L);
        boolean nonRoot = Optional.ofNullable(own.getRunAsNonRoot())
                .or(() -> Optional.ofNullable(pod.getRunAsNonRoot()))
                .orElse(false);
        if (nonRoot && uid == 0) {
            throw StartRefused.configuration(
                    asked.isPresent()
                            ? "container's runAsUser breaks non-root policy (pod: \"%s\", container: %s)"
                                    .formatted("", container.getName())
                            : "container has runAsNonRoot and image will run as root (container: %s)"
                                    .formatted(container.getName()));
        }
        long gid = Optional.ofNullable(own.getRunAsGroup())
                .or(() -> Optional.ofNullable(pod.getRunAsGroup()))
                .orElseGet(() -> defaultGroup(uid, recipe));
        TreeSet<Long> groups = new TreeSet<>(pod.getSupplementalGroups());
        Optional.ofNullable(pod.getFsGroup()).ifPresent(groups::add);
        return new Identity(
                uid,
                gid,
                List.copyOf(groups),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                accounts(uid, gid, recipe));
    }

    private static long defaultGroup(long uid, Recipe recipe) {
        Optional<Long> fromImage = recipe.user()
                .filter(user -> user.contains(":") && user.startsWith(uid + ":"))
                .map(user -> Long.valueOf(user.split(":", 2)[1]));
        return fromImage.orElseGet(() -> recipe.accounts().stream()
                .filter(account -> account.uid() == uid)
                .map(account -> (long) account.gid())
                .findFirst()
                .orElse(0L));
    }

    /** The image's accounts; a user that the image does not know takes the place of its first account. */
    private static List<Account> accounts(long uid, long gid, Recipe recipe) {
        boolean known = uid == 0 || recipe.accounts().stream().anyMatch(account -> account.uid() == uid);
        if (known) {
            return recipe.accounts();
        }
        Account model = recipe.accounts().isEmpty()
                ? new Account("app", 0, 0, "/")
                : recipe.accounts().getFirst();
        List<Account> accounts = new ArrayList<>(recipe.accounts());
        accounts.remove(model);
        accounts.add(new Account(model.name(), (int) uid, (int) gid, model.home()));
        return accounts;
    }

    String passwd() {
        return "root:x:0:0:root:/root:/bin/sh\n"
                + accounts.stream()
                        .map(a -> "%s:x:%d:%d::%s:/bin/sh\n".formatted(a.name(), a.uid(), a.gid(), a.home()))
                        .collect(Collectors.joining())
                + "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    }

    String group() {
        return "root:x:0:\n"
                + accounts.stream()
                        .map(a -> "%s:x:%d:\n".formatted(a.name(), a.gid()))
                        .distinct()
                        .collect(Collectors.joining())
                + "nogroup:x:65534:\n";
    }

    /** The words that make a command run under this identity. */
    List<String> setpriv() {
        List<String> words = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=" + uid, "--regid=" + gid));
        words.add(
                groups.isEmpty()
                        ? "--clear-groups"
                        : "--groups=" + groups.stream().map(String::valueOf).collect(Collectors.joining(",")));
        if (noNewPrivileges) {
            words.add("--no-new-privs");
        }
        return words;
    }
}
