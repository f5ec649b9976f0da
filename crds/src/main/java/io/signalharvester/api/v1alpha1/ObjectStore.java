/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A bucket that speaks S3. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectStore(
    @JsonPropertyDescription("Name of the bucket.")
        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][a-z0-9.-]*[a-z0-9]$")
        String bucket,
    @JsonPropertyDescription("What keys begin with; signal-harvester/backups when absent.")
        @Size(max = 512)
        @Pattern("^[^\\s]*$")
        @Nullable String prefix,
    @JsonPropertyDescription("Address of the store; that of AWS when absent.")
        @Size(min = 8, max = 2048)
        @Pattern(Form.URL)
        @Nullable String endpoint,
    @JsonPropertyDescription("Region of the bucket; us-east-1 when absent.")
        @Size(min = 1, max = 64)
        @Pattern(Form.LABEL)
        @Nullable String region,
    @JsonPropertyDescription("Secret with the access key (accessKeyId, secretAccessKey).")
        @Nullable SecretReference secretRef) {}
