/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeTokenTest {

  @Test
  void theTokenIsTheOneThatTheWorkloadDerives() {
    Secret secret =
        new SecretBuilder().withData(Map.of("HARVEST_SIGNING_MASTER", "bWFzdGVy")).build();
    assertThat(ProbeToken.of(secret)).contains("RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY");
  }

  @Test
  void withoutAMasterThereIsNone() {
    assertThat(ProbeToken.of(new SecretBuilder().withData(Map.of()).build())).isEmpty();
  }
}
