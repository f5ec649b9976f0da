/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receiver of notifications. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationSpec(
    @JsonPropertyDescription("Name of the receiver.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Form.LABEL)
        String name,
    @JsonPropertyDescription("What the receiver understands.") @Required NotificationType type,
    @JsonPropertyDescription("Secret with the address (url) and the signing key (key).") @Required
        SecretReference secretRef,
    @JsonPropertyDescription("Reasons of events that are sent; all when absent.") @Size(max = 64)
        @Nullable List<@Size(min = 1, max = 64) @Pattern("^[A-Z][A-Za-z]+$") String> events) {}
