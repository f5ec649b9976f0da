/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The state that is recovered: exactly one of a backup and a moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.from) != has(self.time)",
    message =
        "bootstrap.recovery must name exactly one of from (a backup) and time (a moment): add one,"
            + " or remove the other")
public record RecoverySpec(
    @JsonPropertyDescription("Name of the backup.")
        @Size(min = 1, max = 253)
        @Pattern("^[A-Za-z0-9][A-Za-z0-9._-]*$")
        @Nullable String from,
    @JsonPropertyDescription("Moment, such as 2026-01-31T12:00:00Z.")
        @Size(min = 20, max = 35)
        @Pattern(RecoverySpec.MOMENT)
        @Nullable String time) {
  static final String MOMENT =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
          + "(Z|[+-][0-9]{2}:[0-9]{2})$";
}
