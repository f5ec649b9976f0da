/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator found and did; true for the generation that it names. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignalHarvesterStatus(
    @JsonPropertyDescription("Generation of the spec that the status was computed for.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Statements about the installation; docs/reference/reasons.md.")
        @Size(max = 32)
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription("Address of the service.") @Size(max = 300) @Nullable String url,
    @JsonPropertyDescription("Tag or digest of the image that serves.") @Size(max = 512)
        @Nullable String version,
    @JsonPropertyDescription("What the operator is doing.") @Size(max = 32) @Nullable String state,
    @JsonPropertyDescription("Ready and wanted API pods, for example 2/2.") @Size(max = 16)
        @Nullable String podsReady,
    @JsonPropertyDescription("The revision that serves.") @Nullable RevisionStatus stable,
    @JsonPropertyDescription("The revision that is being brought up, when there is one.")
        @Nullable RevisionStatus candidate,
    @JsonPropertyDescription("The revision that served before, as long as its pods are there.")
        @Nullable RevisionStatus previous,
    @JsonPropertyDescription("Where the rollout of a revision stands, when one is open or failed.")
        @Nullable RolloutStatus rollout,
    @JsonPropertyDescription("Values of spec.actions that were carried out.") @Size(max = 16)
        @Nullable List<@Size(max = 128) String> actionsHandled,
    @JsonPropertyDescription("The PostgreSQL.") @Nullable StoreStatus database,
    @JsonPropertyDescription("The Redis.") @Nullable StoreStatus cache,
    @JsonPropertyDescription("API pods of the stable revision, for the scale subresource.")
        @Min(0)
        @Max(1000)
        @StatusReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription("Label selector of those pods, for the scale subresource.")
        @Size(max = 512)
        @LabelSelector
        @Nullable String selector) {}
