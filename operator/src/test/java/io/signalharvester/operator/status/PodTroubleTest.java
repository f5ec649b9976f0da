/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pod says about its own trouble. */
class PodTroubleTest {

  @Test
  void aPodsLastWordIsInTheMessage() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("demo-schema-1-x")
            .endMetadata()
            .withNewStatus()
            .addNewContainerStatus()
            .withName("harvest")
            .withNewState()
            .withNewTerminated()
            .withExitCode(4)
            .withMessage("expand script 3 failed: relation exists\n")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(PodTrouble.first(List.of(pod)))
        .isEqualTo(
            Optional.of(
                "pod demo-schema-1-x: container harvest ended with exit code 4: expand script 3"
                    + " failed: relation exists"));
    pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(PodTrouble.first(List.of(pod))).as("what goes is no trouble").isEmpty();
  }
}
