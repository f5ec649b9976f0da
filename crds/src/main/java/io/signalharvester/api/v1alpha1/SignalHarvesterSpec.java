/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user asks for. Every field but {@code image} may be absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.database) ? (has(self.database.external) ? 'external' :"
            + " has(self.database.cloudNativePG) ? 'cloudNativePG' : 'managed') : 'managed') =="
            + " (has(oldSelf.database) ? (has(oldSelf.database.external) ? 'external' :"
            + " has(oldSelf.database.cloudNativePG) ? 'cloudNativePG' : 'managed') : 'managed')",
    message =
        "the kind of spec.database cannot change in place, because the data would stay behind:"
            + " create a new resource of the other kind and move the data")
@ValidationRule(
    value =
        "(has(self.cache) && has(self.cache.external)) == (has(oldSelf.cache) &&"
            + " has(oldSelf.cache.external))",
    message =
        "the kind of spec.cache cannot change in place: create a new resource of the other kind")
public record SignalHarvesterSpec(
    @JsonPropertyDescription("Image of the workload, by tag or digest.")
        @Required
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        String image,
    @JsonPropertyDescription("When the image is fetched; IfNotPresent when absent.")
        @Nullable ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription("Secrets with the registry's credentials.") @Size(max = 8)
        @Nullable List<SecretReference> imagePullSecrets,
    @JsonPropertyDescription(
            "While true nothing is changed but what a rollback needs; status stays fresh.")
        @Nullable Boolean paused,
    @JsonPropertyDescription("The API pods.") @Nullable ApiSpec api,
    @JsonPropertyDescription(
            "Application settings by name, as docs/reference/settings.md lists them. The image"
                + " refuses what it does not know before anything starts.")
        @Size(max = 200)
        @Nullable Map<String, @Size(max = 4096) String> settings,
    @JsonPropertyDescription("The PostgreSQL.") @Nullable DatabaseSpec database,
    @JsonPropertyDescription("The Redis.") @Nullable CacheSpec cache,
    @JsonPropertyDescription("How the service is reached from outside.")
        @Nullable ExposureSpec exposure,
    @JsonPropertyDescription("Scheduled pipelines; every pipeline that the image has when absent.")
        @Size(max = 16)
        @Nullable List<PipelineSpec> pipelines,
    @JsonPropertyDescription("Name and annotations of the ServiceAccount.")
        @Nullable ServiceAccountSpec serviceAccount,
    @JsonPropertyDescription("The pods that work in the background.") @Nullable WorkersSpec workers,
    @JsonPropertyDescription("Credentials of the sources.") @Nullable CredentialsSpec credentials,
    @JsonPropertyDescription("Policy of schema changes. Not yet supported: leave it out.")
        @Nullable MigrationsSpec migrations,
    @JsonPropertyDescription("Policy of rollouts.") @Nullable RolloutSpec rollout,
    @JsonPropertyDescription("Requests to a rollout.") @Nullable ActionsSpec actions,
    @JsonPropertyDescription("Receivers of notifications. Not yet supported: leave it out.")
        @Size(max = 16)
        @Nullable List<NotificationSpec> notifications,
    @JsonPropertyDescription("Backups. Not yet supported: leave it out.")
        @Nullable BackupSpec backup,
    @JsonPropertyDescription(
            "NetworkPolicies of the installation: what is not listed here or said in its fields is"
                + " closed.")
        @Nullable NetworkPolicySpec networkPolicy,
    @JsonPropertyDescription("Monitoring objects. Not yet supported: leave it out.")
        @Nullable ObservabilitySpec observability) {}
