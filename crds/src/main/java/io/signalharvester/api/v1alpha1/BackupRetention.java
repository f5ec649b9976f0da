/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How many backups are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupRetention(
    @JsonPropertyDescription("Backups of different days; 7 when absent.") @Min(0) @Max(366)
        @Nullable Integer daily,
    @JsonPropertyDescription("Backups of different weeks; 4 when absent.") @Min(0) @Max(260)
        @Nullable Integer weekly,
    @JsonPropertyDescription("Backups of different months; 12 when absent.") @Min(0) @Max(120)
        @Nullable Integer monthly) {}
