/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.Revision;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that does not end well leaves what serves as it was, and says why. */
class FailedRolloutPlanTest {

  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void anImageThatRefusesTheSpecStartsNothingAndItsWordsAreInTheStatus() {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).pass();
    cluster.add(
        pod(planJob(cluster), "schema", wanted(cluster), 0)
            .editStatus()
            .editFirstContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(2)
            .withMessage(
                "'scorng.weights' is not a setting: the nearest known name is scoring.weights")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
    cluster.each(Job.class, FailedRolloutPlanTest::failed).pass();

    assertThat(cluster.condition("Stalled").reason()).isEqualTo("PlanRefused");
    assertThat(cluster.condition("Stalled").message())
        .contains("the nearest known name is scoring.weights")
        .contains("change the spec");
    assertServesAlone(cluster, serving);
    assertThat(cluster.keys()).noneMatch(key -> key.equals("Job/demo-schema-" + wanted(cluster)));
  }

  @Test
  void aDeletedPlanJobAsksTheImageAgain() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).pass();
    cluster.each(Job.class, FailedRolloutPlanTest::failed).pass();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("PlanRefused");

    cluster.remove("Job/" + planJob(cluster)).settle();

    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ErrImagePull | registry/app:2 not found | Preparing | PlanOverdue",
        "Unschedulable | 0/1 nodes are available: Insufficient cpu | Preparing | PlanOverdue"
      })
  void anImageThatNeverAnswersIsStalledAfterTheDeadlineWithWhatKeepsIt(
      String kind, String words, String state, String reason) {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).pass();
    cluster.add(waiting(planJob(cluster), "schema", wanted(cluster), kind, words)).pass();
    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Stalled"));
    assertThat(cluster.condition("Ready").message()).contains(words);

    cluster.at(cluster.now().plus(Duration.ofMinutes(11))).pass();

    assertThat(cluster.observation().status().state()).isEqualTo(state);
    assertThat(cluster.condition("Stalled").reason()).isEqualTo(reason);
    assertThat(cluster.condition("Stalled").message()).contains(words).contains("600 s");
    assertServesAlone(cluster, serving);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ErrImagePull | registry/app:2 not found",
        "Unschedulable | 0/1 nodes are available: Insufficient cpu",
        "NeverReady | 0 of 2 pods"
      })
  void podsThatAreNotReadyInTimeAreGivenUpWithWhatKeptThem(String kind, String words) {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting").pass();
    cluster.add(waiting("demo-api-x", "api", wanted(cluster), kind, words));
    cluster.at(cluster.now().plus(Duration.ofMinutes(9))).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Starting");

    cluster.at(cluster.now().plus(Duration.ofMinutes(2))).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("RollingBack");
    cluster.remove("Pod/demo-api-x").pass();

    assertRolledBack(cluster, serving, words);
  }

  @Test
  void podsThatAreReadyAtTheDeadlineAreNotGivenUp() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting").pass();
    cluster.controllers().at(cluster.now().plus(Duration.ofMinutes(11))).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Checking");
    cluster.settle();
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
  }

  @Test
  void podsThatEndAgainAndAgainAreGivenUpAtOnceWithTheirLastWords() {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting").pass();
    cluster.add(crashed("demo-api-x", wanted(cluster), 2)).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Starting");

    cluster.remove("Pod/demo-api-x").add(crashed("demo-api-x", wanted(cluster), 3)).pass();
    cluster.remove("Pod/demo-api-x").pass();

    assertRolledBack(cluster, serving, "the last line of the log");
  }

  @Test
  void podsThatFallWhileTheyAreCheckedNeverGetTraffic() {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Checking");
    cluster.each(Deployment.class, d -> fallen(d, wanted(cluster))).pass();
    cluster.at(cluster.now().plusSeconds(30)).pass();

    assertThat(cluster.observation().status().state()).isEqualTo("Starting");
    assertThat(cluster.backends()).containsExactly("demo-api-" + serving + "=100");
    assertThat(cluster.revision()).isEqualTo(serving);
  }

  @Test
  void aRevisionThatFailedIsNotTriedAgainByItself() {
    Cluster cluster = rolledBack();
    Set<String> before = cluster.keys();
    cluster.at(cluster.now().plus(Duration.ofDays(1))).settle();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(cluster.condition("RolledBack").status()).isEqualTo("True");
  }

  @Test
  void aPersonMayAskForTheFailedRevisionAgainAndWhatStaysInGitIsNotDoneTwice() {
    Cluster cluster = rolledBack();
    String retry = "actions: {retry: %s/again}".formatted(wanted(cluster));
    cluster.edit("app:2", Cluster.EXPOSURE + "\n" + retry).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Preparing");
    assertThat(cluster.observation().status().actionsHandled()).hasSize(1);

    fail(cluster.until("Starting"));
    assertThat(cluster.observation().status().state()).isEqualTo("RolledBack");
    cluster.at(cluster.now().plus(Duration.ofDays(1))).settle();
    assertThat(cluster.observation().status().state()).isEqualTo("RolledBack");

    cluster.edit("app:2", Cluster.EXPOSURE + "\n" + retry.replace("again", "oncemore")).settle();
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app:1", "app:3"})
  void anotherSpecEndsTheFailure(String image) {
    Cluster cluster = rolledBack();
    cluster.edit(image, Cluster.EXPOSURE).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
    assertThat(cluster.conditions())
        .noneMatch(c -> Set.of("RolledBack", "Stalled").contains(c.type()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Preparing", "Expanding", "Starting", "Checking", "Promoting"})
  void aThirdRevisionTakesOverFromAnOpenRolloutInEachState(String state) {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).until(state);
    String second = wanted(cluster);
    cluster.edit("app:3", Cluster.EXPOSURE).settle();
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
    assertThat(cluster.keys()).noneMatch(key -> key.contains(second));
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Preparing", "Expanding", "Starting", "Checking", "Promoting", "Contracting"})
  void aStatusThatIsLostInEachStateIsFoundAgain(String state) {
    Cluster cluster = Cluster.exposed().settle();
    String first = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until(state).loseStatus().settle();
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
    assertThat(cluster.keys()).noneMatch(key -> key.contains(first));
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aFirstInstallationWhosePodsComeLateIsReadyAllTheSame() {
    Cluster cluster = Cluster.exposed().until("Starting");
    cluster.pass();
    cluster.at(cluster.now().plus(Duration.ofMinutes(11))).pass();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("StartFailed");
    assertThat(cluster.keys()).anyMatch(key -> key.startsWith("Deployment/demo-api-"));
    cluster.settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Preparing", "Expanding", "Starting", "Checking"})
  void aPauseHoldsARolloutAndItGoesOnWithItsFullTime(String state) {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until(state);
    Set<String> before = cluster.keys();
    cluster.edit("app:2", Cluster.EXPOSURE + "\npaused: true").pass();
    cluster.controllers().at(cluster.now().plus(Duration.ofHours(5))).pass();

    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(cluster.observation().status().state()).isEqualTo("Holding");
    assertThat(cluster.observation().status().rollout().holding().resumeTo()).isEqualTo(state);
    assertThat(cluster.condition("Reconciling").reason()).isEqualTo("Paused");
    assertThat(cluster.revision()).isEqualTo(serving);

    cluster.edit("app:2", Cluster.EXPOSURE).settle();
    assertThat(cluster.revision()).isEqualTo(wanted(cluster));
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aPauseStopsHealingAndTellsWhatIsTrue() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:1", Cluster.EXPOSURE + "\npaused: true").pass();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    cluster.remove("Deployment/demo-api-" + cluster.revision()).pass();
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("Deployment/demo-api-"));
    assertThat(cluster.condition("Available").status()).isEqualTo("False");
    cluster.edit("app:1", Cluster.EXPOSURE).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aPauseDoesNotKeepAFailedRevisionUp() {
    Cluster cluster = Cluster.exposed().settle();
    String serving = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting").pass();
    cluster.add(crashed("demo-api-x", wanted(cluster), 3)).once();
    assertThat(cluster.observation().status().state()).isEqualTo("RollingBack");
    cluster.edit("app:2", Cluster.EXPOSURE + "\npaused: true");
    cluster.remove("Pod/demo-api-x").pass();
    cluster.pass();
    assertThat(cluster.observation().status().state()).isEqualTo("RolledBack");
    assertServesAlone(cluster, serving);
  }

  @Test
  void aTagIsResolvedOnceByTheImageThatAnswered() {
    Cluster cluster = Cluster.with("");
    cluster.until("Preparing");
    cluster.controllers().pass();
    cluster.add(answered(planJob(cluster), wanted(cluster), "docker.io/library/app@" + DIGEST));
    cluster.settle();

    assertThat(image(cluster.get(Deployment.class, "demo-api-" + cluster.revision())))
        .isEqualTo("app@" + DIGEST);
    assertThat(image(cluster.get(Deployment.class, "demo-workers"))).isEqualTo("app@" + DIGEST);
    assertThat(
            cluster
                .get(CronJob.class, "demo-discovery")
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .isEqualTo("app@" + DIGEST);
    assertThat(cluster.observation().status().stable().digest()).isEqualTo(DIGEST);
    assertThat(cluster.observation().status().stable().needs()).isEqualTo(11);
    assertThat(cluster.observation().status().version()).isEqualTo("1");
    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Limited"));

    cluster.remove("Pod/" + planJob(cluster)).settle();
    assertThat(image(cluster.get(Deployment.class, "demo-api-" + cluster.revision())))
        .as("the snapshot remembers")
        .isEqualTo("app@" + DIGEST);
  }

  @Test
  void aLocalImageWithoutADigestRunsByItsTagAndThatIsSaid() {
    Cluster cluster = Cluster.with("");
    cluster.until("Preparing");
    cluster.controllers().pass();
    cluster.add(answered(planJob(cluster), wanted(cluster), DIGEST)).settle();
    assertThat(image(cluster.get(Deployment.class, "demo-api-" + cluster.revision())))
        .isEqualTo("app:1");
    assertThat(cluster.condition("Limited").reason()).isEqualTo("TagNotPinned");
    assertThat(
            cluster
                .get(ConfigMap.class, "demo-" + cluster.revision())
                .getMetadata()
                .getAnnotations())
        .containsEntry("signalharvester.io/needs", "11");
  }

  private static Cluster rolledBack() {
    Cluster cluster = Cluster.exposed().settle();
    fail(cluster.edit("app:2", Cluster.EXPOSURE).until("Starting"));
    assertThat(cluster.observation().status().state()).isEqualTo("RolledBack");
    return cluster;
  }

  private static void fail(Cluster cluster) {
    cluster.pass();
    cluster.add(crashed("demo-api-x", wanted(cluster), 3)).pass();
    cluster.remove("Pod/demo-api-x").pass();
  }

  private static void assertRolledBack(Cluster cluster, String serving, String why) {
    assertThat(cluster.observation().status().state()).isEqualTo("RolledBack");
    assertThat(cluster.condition("RolledBack").reason()).isEqualTo("StartFailed");
    assertThat(cluster.condition("RolledBack").message()).contains(why);
    assertThat(cluster.condition("Stalled").message()).contains(why).contains("spec.actions.retry");
    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Reconciling"));
    assertServesAlone(cluster, serving);
  }

  private static void assertServesAlone(Cluster cluster, String serving) {
    assertThat(cluster.keys())
        .filteredOn(key -> key.startsWith("Deployment/demo-api-"))
        .containsExactly("Deployment/demo-api-" + serving);
    assertThat(cluster.backends()).containsExactly("demo-api-" + serving + "=100");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
    assertThat(cluster.condition("Ready").status()).isEqualTo("False");
  }

  private static String wanted(Cluster cluster) {
    return Revision.of(cluster.observation().resource().getSpec());
  }

  private static String planJob(Cluster cluster) {
    return "demo-plan-" + wanted(cluster);
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private static Job failed(Job job) {
    return job.getStatus() == null || job.getStatus().getConditions().isEmpty()
        ? Cluster.ended(job, "Failed")
        : job;
  }

  private static Deployment fallen(Deployment deployment, String revision) {
    if (deployment.getMetadata().getName().endsWith(revision)) {
      deployment.getStatus().setReadyReplicas(1);
    }
    return deployment;
  }

  private static Pod crashed(String name, String revision, int restarts) {
    return pod(name, "api", revision, restarts)
        .editStatus()
        .editFirstContainerStatus()
        .withNewLastState()
        .withNewTerminated()
        .withExitCode(1)
        .withMessage("the last line of the log")
        .endTerminated()
        .endLastState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod waiting(
      String name, String component, String revision, String kind, String words) {
    PodBuilder pod = pod(name, component, revision, 0);
    return switch (kind) {
      case "Unschedulable" ->
          pod.editStatus()
              .withContainerStatuses()
              .addNewCondition()
              .withType("PodScheduled")
              .withStatus("False")
              .withMessage(words)
              .endCondition()
              .endStatus()
              .build();
      case "NeverReady" -> pod.build();
      default ->
          pod.editStatus()
              .editFirstContainerStatus()
              .withNewState()
              .withNewWaiting()
              .withReason(kind)
              .withMessage(words)
              .endWaiting()
              .endState()
              .endContainerStatus()
              .endStatus()
              .build();
    };
  }

  private static Pod answered(String job, String revision, String imageId) {
    return pod(job, "schema", revision, 0)
        .editStatus()
        .withPhase("Succeeded")
        .editFirstContainerStatus()
        .withImageID(imageId)
        .withNewState()
        .withNewTerminated()
        .withExitCode(0)
        .withMessage("{\"needs\":11,\"expanded\":null,\"floor\":null,\"pending\":11}")
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static PodBuilder pod(String name, String component, String revision, int restarts) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app.kubernetes.io/component", component)
        .addToLabels("signalharvester.io/revision", revision)
        .addToLabels("job-name", name)
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("harvest")
        .withReady(false)
        .withRestartCount(restarts)
        .endContainerStatus()
        .endStatus();
  }
}
