package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Shell;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directories behind pods' volumes. A claim's directory outlives its pods and goes with the claim. A claim of
 * the class {@code bounded} is a memory file system of the claimed size, so that it can be full; one of the class
 * {@code block} is a file system of its own on a loop device, so that it can also stall.
 */
final class Volumes {
    static final String BOUNDED = "bounded";
    static final String BLOCK = "block";

    private static final String SIZE_MEMORY =
            "if mountpoint -q %1$s; then mount -o remount,size=%2$d %1$s; else mount -t tmpfs -o size=%2$d,mode=0777 sandbox %1$s; fi";
    private static final String SIZE_DEVICE = """
            if mountpoint -q %1$s; then
              device=$(findmnt -n -o SOURCE %1$s)
              truncate -s '>%2$d' %3$s
              losetup -c "$device"
              resize2fs "$device"
            else
              truncate -s %2$d %3$s
              mkfs.ext4 -q -F -m 0 %3$s
              mount -o loop %3$s %1$s
              rmdir %1$s/lost+found
              chmod 0777 %1$s
            fi
            """;

    private final Path directory;
    private final Cluster cluster;
    private final VolumeFiles files;
    private final Map<Path, AtomicDirectory> atomic = new ConcurrentHashMap<>();

    Volumes(Path directory, Cluster cluster, VolumeFiles files) {
        this.directory = directory;
        this.cluster = cluster;
        this.files = files;
    }

    /** Makes every volume of the pod ready and returns their directories by volume name. */
    Map<String, Path> prepare(Pod pod, Path podDirectory, String podAddress, String hostAddress)
            throws StartRefused, IOException {
        Map<String, Path> ready = new HashMap<>();
        Optional<Long> group = Optional.ofNullable(pod.getSpec().getSecurityContext())
                .flatMap(context -> Optional.ofNullable(context.getFsGroup()));
        for (Volume volume : pod.getSpec().getVolumes()) {
            Path path = podDirectory.resolve("volumes").resolve(volume.getName());
            if (VolumeFiles.isFromApi(volume)) {
                Files.createDirectories(path);
                atomic.computeIfAbsent(
                                path,
                                p -> new AtomicDirectory(p, group.orElse(0L).intValue()))
                        .write(files.of(pod, volume, podAddress, hostAddress));
            } else if (volume.getPersistentVolumeClaim() != null) {
                path = claim(
                        pod.getMetadata().getNamespace(),
                        volume.getPersistentVolumeClaim().getClaimName(),
                        group);
            } else if (volume.getHostPath() != null) {
                path = Path.of(volume.getHostPath().getPath());
                Files.createDirectories(path);
            } else if (volume.getEmptyDir() != null) {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                    open(path, group);
                }
            } else {
                throw new StartRefused("FailedMount", "the sandbox has no volumes of the kind of " + volume.getName());
            }
            ready.put(volume.getName(), path);
        }
        return ready;
    }

    /** Brings the volumes that come from the API up to date; a source that is gone leaves its files as they are. */
    void refresh(Pod pod, Path podDirectory, String podAddress, String hostAddress) throws IOException {
        for (Volume volume : pod.getSpec().getVolumes()) {
            AtomicDirectory target = atomic.get(podDirectory.resolve("volumes").resolve(volume.getName()));
            if (target != null) {
                try {
                    target.write(files.of(pod, volume, podAddress, hostAddress));
                } catch (StartRefused e) {
                    continue;
                }
            }
        }
    }

    void forget(Path podDirectory) {
        atomic.keySet().removeIf(path -> path.startsWith(podDirectory));
    }

    private Path claim(String namespace, String name, Optional<Long> group) throws StartRefused, IOException {
        PersistentVolumeClaim claim = cluster.get(PersistentVolumeClaim.class, new Key(namespace, name))
                .filter(found -> found.getSpec().getVolumeName() != null)
                .orElseThrow(() -> new StartRefused("FailedMount", "claim %s is not bound".formatted(name)));
        Path path = path(claim);
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            resize(claim);
            open(path, group);
        }
        return path;
    }

    Path path(PersistentVolumeClaim claim) {
        return directory.resolve(claim.getMetadata().getNamespace() + "_"
                + claim.getMetadata().getName() + "_" + claim.getMetadata().getUid());
    }

    /** Gives a claim with a file system of its own its size, at first use and when it grows. */
    void resize(PersistentVolumeClaim claim) {
        Path path = path(claim);
        if (!isMounted(claim) || !Files.exists(path)) {
            return;
        }
        Quantity size = claim.getSpec().getResources().getRequests().getOrDefault("storage", new Quantity("1Gi"));
        long bytes = size.getNumericalAmount().longValue();
        String script = BOUNDED.equals(claim.getSpec().getStorageClassName()) ? SIZE_MEMORY : SIZE_DEVICE;
        Shell.script(script.formatted(Shell.quote(path.toString()), bytes, Shell.quote(path + ".image")));
    }

    private static boolean isMounted(PersistentVolumeClaim claim) {
        String name = String.valueOf(claim.getSpec().getStorageClassName());
        return name.equals(BOUNDED) || name.equals(BLOCK);
    }

    /** Destroys a deleted claim's data. */
    void delete(PersistentVolumeClaim claim) throws IOException {
        Path path = path(claim);
        if (isMounted(claim) && Files.exists(path)) {
            Shell.script("umount -l " + Shell.quote(path.toString()));
        }
        Files.deleteIfExists(Path.of(path + ".image"));
        AtomicDirectory.delete(path);
    }

    private static void open(Path path, Optional<Long> group) throws IOException {
        AtomicDirectory.setMode(path, group.isPresent() ? 02777 : 0777);
        if (group.isPresent()) {
            Files.setAttribute(path, "unix:gid", group.get().intValue(), LinkOption.NOFOLLOW_LINKS);
        }
    }
}
