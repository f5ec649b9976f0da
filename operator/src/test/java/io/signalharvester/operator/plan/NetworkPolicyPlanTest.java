/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.signalharvester.operator.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When NetworkPolicies come and go. */
class NetworkPolicyPlanTest {

  @Test
  void theyAreWrittenBeforeAnythingThatTheyProtectAndTheClosingOneLast() {
    List<String> kinds =
        Cluster.with("").pass().steps().stream().map(step -> object(step).getKind()).toList();
    assertThat(kinds.subList(0, 6)).containsOnly("NetworkPolicy");
    assertThat(kinds.subList(6, kinds.size())).doesNotContain("NetworkPolicy");
    assertThat(names(Cluster.with("").pass()))
        .containsExactly(
            "demo-egress", "demo-api", "demo-workers", "demo-postgres", "demo-redis", "demo");
  }

  @Test
  void withoutThemTheyGoTheClosingOneFirst() {
    Cluster cluster = Cluster.with("").settle();
    Plan plan = cluster.edit("app:1", "networkPolicy: {enabled: false}").pass();
    assertThat(names(plan))
        .containsExactly(
            "demo", "demo-api", "demo-egress", "demo-postgres", "demo-redis", "demo-workers");
    assertThat(cluster.observation().all(NetworkPolicy.class)).isEmpty();
    assertThat(cluster.settle().condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void theyMakeNoNewRevision() {
    Cluster cluster = Cluster.with("").settle();
    String revision = cluster.revision();
    cluster.edit("app:1", "networkPolicy: {ingressFrom: [{podSelector: {}}]}").settle();
    assertThat(cluster.revision()).isEqualTo(revision);
  }

  @Test
  void thosePutUpByOthersStay() {
    Cluster cluster = Cluster.with("").settle();
    cluster.each(
        NetworkPolicy.class,
        policy -> {
          if (policy.getMetadata().getName().equals("demo-api")) {
            policy.getMetadata().setName("by-hand");
            policy.getMetadata().setOwnerReferences(List.of());
          }
          return policy;
        });
    assertThat(cluster.edit("app:1", "networkPolicy: {enabled: false}").pass().steps())
        .noneMatch(step ->
            step instanceof Step.Delete(HasMetadata gone)
                && gone.getMetadata().getName().equals("by-hand"));
  }

  private static List<String> names(Plan plan) {
    return plan.steps().stream()
        .map(NetworkPolicyPlanTest::object)
        .filter(NetworkPolicy.class::isInstance)
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private static HasMetadata object(Step step) {
    return switch (step) {
      case Step.Apply(HasMetadata desired) -> desired;
      case Step.Create(HasMetadata desired) -> desired;
      case Step.Generate generate -> generate.secret().skeleton();
      case Step.Own own -> own.observed();
      case Step.Delete(HasMetadata observed) -> observed;
    };
  }
}
