/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a running rollout. Each names a revision and any word that was not used before, so
 * that what stays in a repository is not done twice.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActionsSpec(
    @JsonPropertyDescription(
            "Yes to the gate or the hold that is waited for, as revision/word. Not yet supported: leave it out.")
        @Size(max = ActionsSpec.LENGTH)
        @Pattern(ActionsSpec.REQUEST)
        @Nullable String promote,
    @JsonPropertyDescription(
            "Ends the open rollout, as revision/word. Not yet supported: leave it out.")
        @Size(max = ActionsSpec.LENGTH)
        @Pattern(ActionsSpec.REQUEST)
        @Nullable String abort,
    @JsonPropertyDescription("Tries the failed revision again, as revision/word.")
        @Size(max = ActionsSpec.LENGTH)
        @Pattern(ActionsSpec.REQUEST)
        @Nullable String retry,
    @JsonPropertyDescription(
            "Goes back to the previous revision while it is kept, as revision/word. Not yet supported: leave it out.")
        @Size(max = ActionsSpec.LENGTH)
        @Pattern(ActionsSpec.REQUEST)
        @Nullable String rollback,
    @JsonPropertyDescription(
            "Runs the pending contract of the schema, as revision/word. Not yet supported: leave it out.")
        @Size(max = ActionsSpec.LENGTH)
        @Pattern(ActionsSpec.REQUEST)
        @Nullable String contract) {
  static final String REQUEST = "^([0-9a-f]{8}/[A-Za-z0-9._-]{1,55})?$";
  static final int LENGTH = 64;
}
