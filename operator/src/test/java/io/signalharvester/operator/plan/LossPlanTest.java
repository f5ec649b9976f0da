/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.observe.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was lost or deleted comes back, and what must not be lost stays. */
class LossPlanTest {

  @Test
  void aSettledInstallationPlansTheSameObjectsAgain() {
    Cluster cluster = Cluster.exposed().settle();
    SignalHarvesterStatus status = cluster.observation().status();
    cluster.at(cluster.now().plus(Duration.ofHours(3)));
    Plan plan = cluster.pass();
    assertThat(plan.status()).isEqualTo(status);
    assertThat(plan.wakeUp()).isEmpty();
    assertThat(plan.steps()).noneMatch(Step.Delete.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NetworkPolicy/demo",
        "NetworkPolicy/demo-postgres",
        "ServiceAccount/demo",
        "Service/demo-postgres",
        "StatefulSet/demo-postgres",
        "Service/demo-redis",
        "StatefulSet/demo-redis",
        "Service/demo",
        "HTTPRoute/demo",
        "CronJob/demo-discovery"
      })
  void whatIsDeletedByHandComesBackInOnePass(String key) {
    Cluster cluster = Cluster.exposed().settle();
    cluster.remove(key).pass();
    assertThat(cluster.keys()).contains(key);
  }

  @Test
  void aDeletedDeploymentOfTheServingRevisionComesBackInOnePass() {
    Cluster cluster = Cluster.exposed().settle();
    String key = "Deployment/demo-api-" + cluster.revision();
    cluster.remove(key).pass();
    assertThat(cluster.keys()).contains(key);
    assertThat(cluster.condition("Available").reason()).isEqualTo("TooFewPods");
    assertThat(cluster.condition("Reconciling").reason()).isEqualTo("TooFewPods");
  }

  @Test
  void aLostSnapshotOfTheServingRevisionTakesNothingAway() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).pass();
    Set<String> before = cluster.keys();
    cluster.remove("ConfigMap/demo-" + cluster.revision()).pass();
    assertThat(cluster.keys())
        .containsAll(before.stream().filter(key -> !key.startsWith("ConfigMap/")).toList());
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SnapshotLost");
    cluster.settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-app", "demo-postgres", "demo-redis"})
  void aLostSecretIsNeverReplacedByAnotherOne(String name) {
    Cluster cluster = Cluster.exposed().settle();
    cluster.remove("Secret/" + name).pass();
    assertThat(cluster.keys()).doesNotContain("Secret/" + name);
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SecretLost");
    assertThat(cluster.condition("Stalled").message()).contains(name);
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
  }

  @Test
  void aLostRecordOfARolloutTakesUpWhatItHadAndMakesNothingAnew() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Expanding");
    cluster.once();
    String revision = Revision.of(cluster.observation().resource().getSpec());
    List<String> had =
        List.of(
            "ConfigMap/demo-" + revision,
            "Job/demo-plan-" + revision,
            "Job/demo-schema-" + revision);
    assertThat(cluster.keys()).containsAll(had);

    cluster.loseStatus().once();
    assertThat(cluster.keys()).containsAll(had);
    cluster.settle();
    assertThat(cluster.observation().status().stable().revision()).isEqualTo(revision);
  }

  @Test
  void aLostStatusIsFoundAgainFromTheObjects() {
    Cluster cluster = Cluster.exposed().settle();
    String revision = cluster.revision();
    cluster.loseStatus().settle();
    assertThat(cluster.revision()).isEqualTo(revision);
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"StatefulSet/demo-redis", "StatefulSet/demo-postgres"})
  void aDefaultImageIsPinnedWhenTheStoreIsMade(String lost) {
    Cluster cluster = Cluster.with("").settle();
    // Neither a lost status nor a lost StatefulSet forgets it: the Secret remembers.
    cluster.loseStatus().remove(lost);
    Planner newer = new Planner(new DefaultImages("postgres:19", "redis:8"), "operators");
    Plan plan = newer.plan(cluster.observation(), cluster.now());
    assertThat(images(plan)).contains("postgres:18", "redis:7").doesNotContain("postgres:19");
  }

  private static List<String> images(Plan plan) {
    return plan.steps().stream()
        .flatMap(step ->
            step instanceof Step.Apply(StatefulSet set)
                ? set.getSpec().getTemplate().getSpec().getContainers().stream()
                : Stream.empty())
        .map(container -> container.getImage())
        .toList();
  }

  @Test
  void secretsAndVolumesThatOpenDataHaveNoOwnerAndAreNeverDeleted() {
    Cluster cluster = Cluster.with("").settle();
    for (String name : List.of("demo-app", "demo-postgres")) {
      assertThat(cluster.get(Secret.class, name).getMetadata().getOwnerReferences()).isEmpty();
    }
    StatefulSet postgres = cluster.get(StatefulSet.class, "demo-postgres");
    assertThat(postgres.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
        .isEqualTo("Retain");
  }

  private static final String GOES = "database: {managed: {deletionPolicy: Delete}}";
  private static final String STAYS = "database: {managed: {deletionPolicy: Retain}}";

  @Test
  void withDeleteTheDataGoesWithTheResource() {
    Cluster cluster = Cluster.with(GOES).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertDataGoes(cluster, true);
  }

  @Test
  void theDeletionPolicyActsOnWhatIsThereAndOnNothingElse() {
    Cluster cluster = Cluster.with(STAYS).settle();
    String revision = cluster.revision();
    Object data = cluster.get(Secret.class, "demo-app").getData();
    for (boolean goes : new boolean[] {true, false, true, false}) {
      cluster.edit("app:1", goes ? GOES : STAYS).settle();
      assertDataGoes(cluster, goes);
      assertThat(cluster.pass().steps()).noneMatch(Step.Own.class::isInstance);
      assertThat(cluster.get(Secret.class, "demo-app").getData()).isEqualTo(data);
      assertThat(cluster.revision()).isEqualTo(revision);
    }
  }

  @Test
  void retainTakesTheOwnershipOfASecretAwayAndLeavesThatOfOthers() {
    Cluster cluster = Cluster.with(GOES).settle();
    OwnerReference other =
        new OwnerReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("mine")
            .withUid("u-9")
            .build();
    cluster.each(
        Secret.class,
        secret -> secret.edit().editMetadata().addToOwnerReferences(other).endMetadata().build());
    cluster.edit("app:1", STAYS).pass();
    assertThat(cluster.get(Secret.class, "demo-app").getMetadata().getOwnerReferences())
        .containsExactly(other);
  }

  private static void assertDataGoes(Cluster cluster, boolean goes) {
    for (String name : List.of("demo-app", "demo-postgres")) {
      assertThat(cluster.get(Secret.class, name).getMetadata().getOwnerReferences())
          .extracting(OwnerReference::getUid)
          .isEqualTo(goes ? List.of("u-1") : List.of());
    }
    assertThat(
            cluster
                .get(StatefulSet.class, "demo-postgres")
                .getSpec()
                .getPersistentVolumeClaimRetentionPolicy()
                .getWhenDeleted())
        .isEqualTo(goes ? "Delete" : "Retain");
  }

  @Test
  void everythingElseGoesWithTheResource() {
    Cluster cluster = Cluster.exposed().settle();
    assertThat(cluster.observation().children())
        .filteredOn(child ->
            !Set.of("demo-app", "demo-postgres").contains(child.getMetadata().getName())
                || !child.getKind().equals("Secret"))
        .allSatisfy(child ->
            assertThat(child.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u-1")));
  }

  @Test
  void runsStartedByHandAreLeftAlone() {
    Cluster cluster = Cluster.with("").settle();
    CronJob pipeline = cluster.get(CronJob.class, "demo-discovery");
    Job byHand =
        new JobBuilder()
            .withNewMetadata()
            .withName("by-hand")
            .withLabels(pipeline.getMetadata().getLabels())
            .endMetadata()
            .build();
    List<HasMetadata> children = new ArrayList<>(cluster.observation().children());
    children.add(byHand);
    Plan plan =
        new Planner(new DefaultImages("p", "r"), "operators")
            .plan(new Observation(cluster.observation().resource(), children, true), cluster.now());
    assertThat(plan.steps()).noneMatch(Step.Delete.class::isInstance);
  }
}
