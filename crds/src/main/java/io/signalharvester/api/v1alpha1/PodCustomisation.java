/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user adds to pods; what the operator itself sets there cannot be changed by it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(k, !k.startsWith('app.kubernetes.io/') &&"
            + " !k.startsWith('signalharvester.io/'))",
    message =
        "pod.labels must not have keys that start with app.kubernetes.io/ or signalharvester.io/,"
            + " because the operator sets those: choose other keys",
    fieldPath = ".labels")
@ValidationRule(
    value =
        "!has(self.annotations) || self.annotations.all(k, !k.startsWith('signalharvester.io/'))",
    message =
        "pod.annotations must not have keys that start with signalharvester.io/, because the"
            + " operator sets those: choose other keys",
    fieldPath = ".annotations")
public record PodCustomisation(
    @JsonPropertyDescription("More labels of the pods.") @Size(max = 32)
        @Nullable
            Map<
                String,
                @Size(max = 63) @Pattern("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$") String>
            labels,
    @JsonPropertyDescription("More annotations of the pods.") @Size(max = 32)
        @Nullable Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription("Labels that a node must have.") @Size(max = 32)
        @Nullable Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pods put up with.") @Size(max = 32)
        @Nullable List<Toleration> tolerations,
    @JsonPropertyDescription("Wishes about nodes and neighbours.") @Nullable Affinity affinity,
    @JsonPropertyDescription("How pods are spread over zones and hosts.") @Size(max = 16)
        @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
    @JsonPropertyDescription("PriorityClass of the pods.")
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "Security context of the pods; a field that is set here replaces the operator's.")
        @Nullable PodSecurityContext securityContext,
    @JsonPropertyDescription(
            "More environment variables; names that the operator sets are refused.")
        @Size(max = 100)
        @Nullable List<EnvVar> env,
    @JsonPropertyDescription(
            "ConfigMaps and Secrets whose keys become environment variables; what the"
                + " operator sets wins.")
        @Size(max = 16)
        @Nullable List<EnvFromSource> envFrom,
    @JsonPropertyDescription("More volumes; names that the operator uses are refused.")
        @Size(max = 32)
        @Nullable List<Volume> volumes,
    @JsonPropertyDescription("Where they are mounted in the workload's container.") @Size(max = 32)
        @Nullable List<VolumeMount> volumeMounts) {}
