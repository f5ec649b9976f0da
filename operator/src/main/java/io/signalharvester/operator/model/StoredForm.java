/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of pods in the form in which the API server stores them. It rewrites quantities, and fills
 * defaults into lists and selectors that it takes as one piece; a desired object that leaves them
 * out would be written again in every pass.
 */
final class StoredForm {

  private static final long TOKEN_SECONDS = 3600;

  private StoredForm() {}

  static EnvVar of(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      // Set to nothing and not set to anything are the same, and only the latter is kept.
      return "".equals(variable.getValue()) ? variable.edit().withValue(null).build() : variable;
    }
    EnvVar stored = Serialization.clone(variable);
    field(stored.getValueFrom().getFieldRef());
    resource(stored.getValueFrom().getResourceFieldRef());
    return stored;
  }

  static Volume of(Volume volume) {
    Volume stored = Serialization.clone(volume);
    if (stored.getEmptyDir() != null && stored.getEmptyDir().getSizeLimit() != null) {
      stored.getEmptyDir().setSizeLimit(Quantities.canonical(stored.getEmptyDir().getSizeLimit()));
    }
    if (stored.getDownwardAPI() != null) {
      stored.getDownwardAPI().getItems().forEach(StoredForm::file);
    }
    if (stored.getProjected() != null) {
      stored.getProjected().getSources().forEach(StoredForm::projection);
    }
    Optional.ofNullable(stored.getEphemeral())
        .map(ephemeral -> ephemeral.getVolumeClaimTemplate())
        .map(template -> template.getSpec())
        .map(claim -> claim.getResources())
        .ifPresent(resources -> {
          resources.getRequests().replaceAll((name, value) -> Quantities.canonical(value));
          resources.getLimits().replaceAll((name, value) -> Quantities.canonical(value));
        });
    return stored;
  }

  private static void projection(VolumeProjection source) {
    if (source.getDownwardAPI() != null) {
      source.getDownwardAPI().getItems().forEach(StoredForm::file);
    }
    if (source.getServiceAccountToken() != null
        && source.getServiceAccountToken().getExpirationSeconds() == null) {
      source.getServiceAccountToken().setExpirationSeconds(TOKEN_SECONDS);
    }
  }

  private static void file(DownwardAPIVolumeFile file) {
    field(file.getFieldRef());
    resource(file.getResourceFieldRef());
  }

  private static void field(@Nullable ObjectFieldSelector selector) {
    if (selector != null && selector.getApiVersion() == null) {
      selector.setApiVersion("v1");
    }
  }

  private static void resource(@Nullable ResourceFieldSelector selector) {
    if (selector != null) {
      selector.setDivisor(
          selector.getDivisor() == null
              ? new Quantity("0")
              : Quantities.canonical(selector.getDivisor()));
    }
  }
}
