package io.carestack.operator.store;

import io.carestack.operator.kube.Children;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;

/**
 * Volumes of a StatefulSet that grow.
 *
 * <p>The templates of a StatefulSet cannot be changed, and making it anew around its running pods would be one more thing to get wrong. So the
 * template keeps the size that it was made with, and each claim is grown for itself; a claim that is made later starts small and is grown at once.
 */
public final class VolumeGrowth {
    public static final String DATA = "data";

    private VolumeGrowth() {}

    /** Name of an instance's claim. */
    public static String claim(String instance) {
        return DATA + "-" + instance;
    }

    /** Size to write in the template: that of the existing StatefulSet, or the wanted one. */
    public static String templateSize(Children children, String statefulSet, String wanted) {
        return children.find(StatefulSet.class, statefulSet)
                .flatMap(existing -> existing.getSpec().getVolumeClaimTemplates().stream()
                        .filter(template -> DATA.equals(template.getMetadata().getName()))
                        .findFirst())
                .flatMap(VolumeGrowth::size)
                .map(Quantity::toString)
                .orElse(wanted);
    }

    /** The claims of the StatefulSet that are smaller than wanted, each with nothing but its new size: to be applied, never to be pruned. */
    public static List<PersistentVolumeClaim> growing(Children children, String statefulSet, String wanted) {
        Quantity size = new Quantity(wanted);
        return claims(children, statefulSet).stream()
                .filter(claim -> size(claim)
                        .filter(current -> current.getNumericalAmount().compareTo(size.getNumericalAmount()) < 0)
                        .isPresent())
                .map(claim -> new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(claim.getMetadata().getName())
                        .withNamespace(claim.getMetadata().getNamespace())
                        .endMetadata()
                        .withNewSpec()
                        .withNewResources()
                        .addToRequests("storage", size)
                        .endResources()
                        .endSpec()
                        .build())
                .toList();
    }

    /** The claims of the StatefulSet's instances. */
    public static List<PersistentVolumeClaim> claims(Children children, String statefulSet) {
        String prefix = claim(statefulSet) + "-";
        return children.all(PersistentVolumeClaim.class).stream()
                .filter(claim -> ordinal(claim.getMetadata().getName(), prefix).isPresent())
                .toList();
    }

    private static Optional<String> ordinal(String name, String prefix) {
        return Optional.of(name)
                .filter(claim -> claim.startsWith(prefix))
                .map(claim -> claim.substring(prefix.length()))
                .filter(rest -> rest.matches("[0-9]{1,3}"));
    }

    private static Optional<Quantity> size(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getSpec().getResources())
                .map(VolumeResourceRequirements::getRequests)
                .map(requests -> requests.get("storage"));
    }
}
