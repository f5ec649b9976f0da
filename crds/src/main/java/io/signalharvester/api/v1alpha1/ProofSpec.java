/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How it is shown that a gateway sends what a weight says. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProofSpec(
    @JsonPropertyDescription(
            "Auto asks through the gateway where it is known and reached, and waits elsewhere; Probe insists on asking; Settle only waits. Auto when absent.")
        @Nullable ProofMode mode,
    @JsonPropertyDescription(
            "Host and port at which the operator's pod reaches the gateway by plain HTTP. Without it nothing is asked.")
        @Size(min = 1, max = 300)
        @Pattern("^[A-Za-z0-9.:\\[\\]-]+$")
        @Nullable String address,
    @JsonPropertyDescription(
            "Secret with the authority that signed the gateway's certificate, key ca.crt. Not yet supported: leave it out.")
        @Nullable SecretReference caRef,
    @JsonPropertyDescription("How long a gateway gets where it is not asked; 10s when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String settle) {}
