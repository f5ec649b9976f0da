/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A time that comes back: when it begins, and how long it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeWindow(
    @JsonPropertyDescription("When it begins: cron expression with five fields.")
        @Required
        @Size(min = 9, max = 100)
        @Pattern(Form.CRON)
        String schedule,
    @JsonPropertyDescription("How long it is, for example 4h.")
        @Required
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        String duration,
    @JsonPropertyDescription(
            "Time zone of the schedule, such as Europe/Berlin; Etc/UTC when absent.")
        @Size(min = 1, max = 64)
        @Pattern(Form.TIME_ZONE)
        @Nullable String timeZone) {}
