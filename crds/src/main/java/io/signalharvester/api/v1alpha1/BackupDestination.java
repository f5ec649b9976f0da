/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where backups go: exactly one place. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.pvc) != has(self.s3)",
    message =
        "backup.destination must name exactly one of pvc and s3: add one, or remove the other")
public record BackupDestination(
    @JsonPropertyDescription("A volume of the installation's own.") @Nullable Storage pvc,
    @JsonPropertyDescription("A bucket that speaks S3.") @Nullable ObjectStore s3) {}
