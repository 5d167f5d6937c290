package io.carestack.operator.entry;

import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The objects of the way in that should exist now.
 *
 * @param unexpressed settings that the chosen controller cannot express
 * @param missing kinds without which the entry cannot work
 */
public record EntryPlan(List<HasMetadata> desired, List<Unexpressed> unexpressed, List<OptionalKind> missing) {
    public EntryPlan {
        desired = List.copyOf(desired);
        unexpressed = List.copyOf(unexpressed);
        missing = List.copyOf(missing);
    }
}
