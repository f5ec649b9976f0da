/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single PostgreSQL that the operator runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedDatabase(
    @JsonPropertyDescription(
            "PostgreSQL image, version 15 or newer. The operator's default when absent.")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        @Nullable String image,
    @JsonPropertyDescription("Volume of the data folder; 10Gi when absent.")
        @Nullable Storage storage,
    @JsonPropertyDescription(
            "Requests and limits of the database pod; 250m CPU, 256Mi memory and a memory limit of"
                + " 1Gi when absent.")
        @PreserveUnknownFields
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription(
            "What happens to the data when the resource is deleted. Retain, which holds when absent,"
                + " keeps the volume and the Secrets that open it, and a resource of the same name takes"
                + " them up. With Delete they go; the volume then also goes when the StatefulSet is"
                + " deleted by hand.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("Settings of the server. Not yet supported: leave it out.")
        @Size(max = 64)
        @Nullable Map<String, @Size(max = 1024) String> parameters,
    @JsonPropertyDescription("When restarts may happen. Not yet supported: leave it out.")
        @Nullable TimeWindow maintenanceWindow,
    @JsonPropertyDescription("Nodes that the pod may run on. Not yet supported: leave it out.")
        @Nullable Placement placement,
    @JsonPropertyDescription("Recovery from a backup. Not yet supported: leave it out.")
        @Nullable BootstrapSpec bootstrap) {
  /** Size of the data volume when the resource does not say. */
  public static final String DEFAULT_SIZE = "10Gi";
}
