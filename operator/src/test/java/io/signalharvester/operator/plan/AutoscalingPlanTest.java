/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.signalharvester.operator.Cluster;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The autoscaler says how many pods there are; the operator never argues with it. */
class AutoscalingPlanTest {

  private static final String ON = "api: {autoscaling: {}}";

  private static String api(Cluster cluster) {
    return "demo-api-" + cluster.revision();
  }

  private static HorizontalPodAutoscalerSpec autoscaler(Cluster cluster, String name) {
    return cluster.get(HorizontalPodAutoscaler.class, name).getSpec();
  }

  private static Integer replicas(Cluster cluster, String name) {
    return cluster.get(Deployment.class, name).getSpec().getReplicas();
  }

  /** What the plan asks of a Deployment's number of pods; empty when it leaves the field out. */
  private static Optional<Integer> asked(Cluster cluster, String name) {
    return cluster.pass().steps().stream()
        .filter(Step.Apply.class::isInstance)
        .map(step -> ((Step.Apply) step).desired())
        .filter(Deployment.class::isInstance)
        .filter((HasMetadata object) -> object.getMetadata().getName().equals(name))
        .findFirst()
        .map(object -> ((Deployment) object).getSpec().getReplicas());
  }

  private static String candidate(Cluster cluster) {
    return "demo-api-" + cluster.observation().status().candidate().revision();
  }

  /** Brings the pods of another image up to the point where they start. */
  private static void begin(Cluster cluster, String image, String spec) {
    cluster.edit(image, spec).until("Starting").pass();
  }

  @Test
  void theDefaultsAreThoseOfTheReferenceManifests() {
    Cluster cluster = Cluster.with(ON).settle();
    HorizontalPodAutoscalerSpec spec = autoscaler(cluster, api(cluster));

    assertThat(spec.getMinReplicas()).isEqualTo(2);
    assertThat(spec.getMaxReplicas()).isEqualTo(10);
    assertThat(spec.getMetrics())
        .extracting(
            metric -> metric.getResource().getName(),
            metric -> metric.getResource().getTarget().getAverageUtilization())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("cpu", 70),
            org.assertj.core.groups.Tuple.tuple("memory", 80));
    assertThat(spec.getScaleTargetRef().getName()).isEqualTo(api(cluster));
    assertThat(described(spec.getBehavior().getScaleDown()))
        .isEqualTo("Min after 300 s of Percent 50 in 60 s, Pods 2 in 60 s");
    assertThat(described(spec.getBehavior().getScaleUp()))
        .isEqualTo("Max after 60 s of Percent 100 in 30 s, Pods 4 in 30 s");
    assertThat(cluster.get(PodDisruptionBudget.class, api(cluster))).isNotNull();
  }

  private static String described(HPAScalingRules rules) {
    return "%s after %d s of %s"
        .formatted(
            rules.getSelectPolicy(),
            rules.getStabilizationWindowSeconds(),
            String.join(
                ", ",
                rules.getPolicies().stream()
                    .map(policy ->
                        "%s %d in %d s"
                            .formatted(
                                policy.getType(), policy.getValue(), policy.getPeriodSeconds()))
                    .toList()));
  }

  @Test
  void aHalfOfTheBehaviourThatTheUserSetsLeavesTheOtherAsItIs() {
    Cluster cluster =
        Cluster.with("api: {autoscaling: {behavior: {scaleDown: {stabilizationWindowSeconds: 7}}}}")
            .settle();
    HorizontalPodAutoscalerSpec spec = autoscaler(cluster, api(cluster));

    assertThat(spec.getBehavior().getScaleDown().getStabilizationWindowSeconds()).isEqualTo(7);
    assertThat(spec.getBehavior().getScaleDown().getPolicies()).isEmpty();
    assertThat(spec.getBehavior().getScaleUp().getPolicies()).hasSize(2);
  }

  @Test
  void boundsMakeNoNewRevisionAndReplicasMeanNothing() {
    Cluster cluster = Cluster.with("").settle();
    String before = cluster.revision();

    cluster
        .edit("app:1", "api: {replicas: 7, autoscaling: {minReplicas: 3, maxReplicas: 30}}")
        .settle();

    assertThat(cluster.revision()).isEqualTo(before);
    assertThat(autoscaler(cluster, api(cluster)).getMinReplicas()).isEqualTo(3);
    assertThat(autoscaler(cluster, api(cluster)).getMaxReplicas()).isEqualTo(30);
    assertThat(replicas(cluster, api(cluster))).as("left to the autoscaler").isEqualTo(2);
  }

  @Test
  void theNumberThatAnAutoscalerChoseStays() {
    Cluster cluster = Cluster.with(ON).settle();
    assertThat(asked(cluster, api(cluster)))
        .as("a field of ours alone is kept, or it would fall back to 1")
        .contains(2);

    cluster.scale(api(cluster), 6).settle();

    assertThat(replicas(cluster, api(cluster))).isEqualTo(6);
    assertThat(asked(cluster, api(cluster))).as("it belongs to somebody else now").isEmpty();
    assertThat(cluster.observation().status().podsReady()).isEqualTo("6/6");
  }

  @Test
  void podsThatTheAutoscalerWantsAreMissedWhenTheyAreNotReady() {
    Cluster cluster = Cluster.with(ON).settle();

    cluster.scale(api(cluster), 6).pass();

    assertThat(cluster.observation().status().podsReady()).isEqualTo("2/6");
    assertThat(cluster.condition("Degraded").status()).isEqualTo("True");
  }

  @Test
  void aNewRevisionBeginsWithAsManyPodsAsTheOldOneHas() {
    Cluster cluster = Cluster.with(ON).settle();
    String old = api(cluster);
    cluster.scale(old, 6).settle();

    begin(cluster, "app:2", ON);

    assertThat(replicas(cluster, candidate(cluster))).isEqualTo(6);
    assertThat(autoscaler(cluster, candidate(cluster)).getMinReplicas()).isEqualTo(6);
    assertThat(autoscaler(cluster, old).getMinReplicas()).isEqualTo(2);
  }

  @Test
  void aSwitchWaitsForThePodsThatTheOldRevisionGotMeanwhile() {
    Cluster cluster = Cluster.with("api: {autoscaling: {maxReplicas: 5}}").settle();
    String old = api(cluster);
    begin(cluster, "app:2", "api: {autoscaling: {maxReplicas: 5}}");
    String fresh = candidate(cluster);
    assertThat(replicas(cluster, fresh)).isEqualTo(2);

    cluster.scale(old, 8).pass();
    cluster.each(Deployment.class, Cluster::started).pass();

    assertThat(api(cluster)).as("two pods cannot do what eight do").isEqualTo(old);
    assertThat(autoscaler(cluster, fresh).getMinReplicas()).isEqualTo(8);
    assertThat(autoscaler(cluster, fresh).getMaxReplicas()).isEqualTo(8);

    cluster.scale(fresh, 8).settle();

    assertThat(api(cluster)).isEqualTo(fresh);
    assertThat(replicas(cluster, fresh)).isEqualTo(8);
    assertThat(autoscaler(cluster, fresh).getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler(cluster, fresh).getMaxReplicas()).isEqualTo(5);
    assertThat(cluster.keys()).doesNotContain("HorizontalPodAutoscaler/" + old);
  }

  @Test
  void withoutAutoscalingTheOperatorSaysTheNumberAgain() {
    Cluster cluster = Cluster.with(ON).settle();
    String name = api(cluster);
    cluster.scale(name, 6).settle();

    cluster.edit("app:1", "api: {replicas: 3}").settle();

    assertThat(api(cluster)).isEqualTo(name);
    assertThat(replicas(cluster, name)).isEqualTo(3);
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("HorizontalPodAutoscaler/"));
  }

  @Test
  void aDeploymentThatIsDeletedByHandComesBackWithThePodsItHad() {
    Cluster cluster = Cluster.with(ON).settle();
    cluster.each(
        HorizontalPodAutoscaler.class,
        autoscaler -> autoscaler.edit().withNewStatus().withDesiredReplicas(6).endStatus().build());

    cluster.remove("Deployment/" + api(cluster)).settle();

    assertThat(replicas(cluster, api(cluster))).isEqualTo(6);
  }
}
