/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.signalharvester.operator.Cluster;
import org.junit.jupiter.api.Test;

/** Nobody takes more API pods away on purpose than the spec allows. */
class DisruptionBudgetPlanTest {

  private static PodDisruptionBudget budget(Cluster cluster) {
    return cluster.get(PodDisruptionBudget.class, "demo-api-" + cluster.revision());
  }

  @Test
  void oneOfManyPodsMayGoByDefault() {
    Cluster cluster = Cluster.with("").settle();

    assertThat(budget(cluster).getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
    assertThat(budget(cluster).getSpec().getSelector())
        .as("it counts the pods of this revision and no others")
        .isEqualTo(
            cluster
                .get(Deployment.class, "demo-api-" + cluster.revision())
                .getSpec()
                .getSelector());
  }

  @Test
  void aChangedBudgetMakesNoNewRevision() {
    Cluster cluster = Cluster.with("api: {replicas: 5}").settle();
    String before = cluster.revision();

    cluster.edit("app:1", "api: {replicas: 5, disruptionBudget: {maxUnavailable: 2}}").settle();

    assertThat(cluster.revision()).isEqualTo(before);
    assertThat(budget(cluster).getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(2));
  }

  @Test
  void aSinglePodHasNoBudgetSoThatItsNodeCanBeDrained() {
    Cluster cluster = Cluster.with("api: {replicas: 1}").settle();
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("PodDisruptionBudget/"));

    cluster.edit("app:1", "api: {replicas: 2}").settle();
    assertThat(budget(cluster)).isNotNull();

    cluster.edit("app:1", "api: {replicas: 1}").settle();
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("PodDisruptionBudget/"));
  }

  @Test
  void eachOfTwoRevisionsHasItsOwnAndTheOldOneGoesWithItsRevision() {
    Cluster cluster = Cluster.exposed().settle();
    String before = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting").pass();

    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("PodDisruptionBudget/")).hasSize(2);

    cluster.settle();
    assertThat(cluster.keys())
        .filteredOn(key -> key.startsWith("PodDisruptionBudget/"))
        .containsExactly("PodDisruptionBudget/demo-api-" + cluster.revision());
    assertThat(cluster.revision()).isNotEqualTo(before);
  }
}
