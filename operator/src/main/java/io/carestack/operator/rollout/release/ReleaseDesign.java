package io.carestack.operator.rollout.release;

import io.carestack.operator.app.ComponentReferences;
import io.carestack.operator.app.ComponentTemplates;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.release.Release.Part;
import io.carestack.operator.rollout.revision.ConfigCopies;
import io.carestack.operator.rollout.revision.RevisionHash;
import io.carestack.operator.rollout.revision.TemplateReferences;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The release that the spec describes now.
 *
 * @param copies names of the copies of the user's ConfigMaps and Secrets
 * @param complete whether everything exists that its pods refer to; without that it cannot be made
 */
public record ReleaseDesign(Release release, Map<Reference, String> copies, boolean complete) {

    /** The release of this spec, with what is known of its references. */
    public static ReleaseDesign of(EffectiveStack stack, References references) {
        Map<Reference, String> copies =
                new TreeMap<>(Comparator.comparing(Reference::kind).thenComparing(Reference::name));
        boolean complete = true;
        for (EffectiveComponent component : stack.components()) {
            for (ComponentReferences.Named user :
                    ComponentReferences.of(stack, component).users()) {
                Reference original = user.reference();
                references
                        .hash(original.kind(), original.name())
                        .ifPresent(hash -> copies.put(original, ConfigCopies.name(stack.name(), original, hash)));
                complete &= copies.containsKey(original);
            }
        }
        TreeMap<String, Part> parts = new TreeMap<>();
        for (EffectiveComponent component : stack.components()) {
            parts.put(
                    component.name(),
                    new Part(
                            TemplateReferences.replace(ComponentTemplates.of(stack, component, Color.BLUE), copies),
                            ComponentTemplates.progressDeadlineSeconds(component)));
        }
        return new ReleaseDesign(new Release(RevisionHash.of(stack, references), parts), Map.copyOf(copies), complete);
    }
}
