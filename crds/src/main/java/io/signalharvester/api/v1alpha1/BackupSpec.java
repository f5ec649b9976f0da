/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Backups of the database. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupSpec(
    @JsonPropertyDescription(
            "When a base backup is made: cron expression with five fields, in UTC; 0 2 * * *"
                + " when absent.")
        @Size(min = 9, max = 100)
        @Pattern(Form.CRON)
        @Nullable String base,
    @JsonPropertyDescription(
            "Whether the log is archived all the time, for recovery to any moment; true when"
                + " absent.")
        @Nullable Boolean walArchive,
    @JsonPropertyDescription("How many backups are kept.") @Nullable BackupRetention retention,
    @JsonPropertyDescription("Where backups go.") @Nullable BackupDestination destination,
    @JsonPropertyDescription(
            "When a backup is restored as a test: cron expression with five fields, in UTC;"
                + " 0 5 * * 0 when absent.")
        @Size(min = 9, max = 100)
        @Pattern(Form.CRON)
        @Nullable String verify) {}
