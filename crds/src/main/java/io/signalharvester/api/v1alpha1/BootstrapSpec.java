/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How an empty volume gets its first data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BootstrapSpec(
    @JsonPropertyDescription("Recovery from a backup.") @Nullable RecoverySpec recovery) {}
