package io.carestack.sandbox.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image runs here. The fields are those of an image's configuration; {@code user} is {@code uid} or
 * {@code uid:gid} (absent: root); {@code note} says in what the stand-in differs from the real image.
 */
public record Recipe(
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String workingDirectory,
        Optional<String> user,
        List<Account> accounts,
        List<ImageDirectory> directories,
        List<ImageFile> files,
        List<HostPath> mounts,
        String note) {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public Recipe {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        accounts = List.copyOf(accounts);
        directories = List.copyOf(directories);
        files = List.copyOf(files);
        mounts = List.copyOf(mounts);
    }

    /** An image of the machine's own programs with a shell as its command. */
    public static Recipe shell() {
        return new Recipe(
                List.of(),
                List.of("sh"),
                Map.of("PATH", PATH),
                "/",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "the programs of this machine");
    }

    public Recipe withCommand(List<String> newEntrypoint, List<String> newCommand) {
        return new Recipe(
                newEntrypoint,
                newCommand,
                environment,
                workingDirectory,
                user,
                accounts,
                directories,
                files,
                mounts,
                note);
    }

    public Recipe withEnvironment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Recipe(entrypoint, command, all, workingDirectory, user, accounts, directories, files, mounts, note);
    }

    public Recipe withUser(String newUser, List<Account> newAccounts) {
        return new Recipe(
                entrypoint,
                command,
                environment,
                workingDirectory,
                newUser.isEmpty() ? Optional.empty() : Optional.of(newUser),
                newAccounts,
                directories,
                files,
                mounts,
                note);
    }

    public Recipe withContents(
            String newWorkingDirectory,
            List<ImageDirectory> newDirectories,
            List<ImageFile> newFiles,
            List<HostPath> newMounts,
            String newNote) {
        return new Recipe(
                entrypoint,
                command,
                environment,
                newWorkingDirectory,
                user,
                accounts,
                newDirectories,
                newFiles,
                newMounts,
                newNote);
    }
}
