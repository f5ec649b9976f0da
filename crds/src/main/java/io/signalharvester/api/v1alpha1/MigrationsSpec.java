/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Policy of schema changes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationsSpec(
    @JsonPropertyDescription(
            "When what only older versions need is removed; AfterRollbackWindow when absent.")
        @Nullable ContractPolicy contract,
    @JsonPropertyDescription("Longest time of a schema Job; 15m when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String timeout,
    @JsonPropertyDescription("How long a statement waits for a lock; 5s when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String lockTimeout,
    @JsonPropertyDescription(
            "Lets statements through that older versions cannot live with; false when absent.")
        @Nullable Boolean allowBreaking,
    @JsonPropertyDescription(
            "Whether a contract needs a backup first; Required when absent, BestEffort with"
                + " an external database.")
        @Nullable BackupRequirement backupBeforeContract) {}
