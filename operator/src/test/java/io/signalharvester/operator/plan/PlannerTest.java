/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.GeneratedCrd;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.status.PodTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

  @Test
  void anInstallationStartsWithItsStoresAndNothingThatNeedsThem() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    assertThat(cluster.keys())
        .contains("StatefulSet/demo-postgres", "StatefulSet/demo-redis", "Secret/demo-app")
        .noneMatch(key -> key.startsWith("Job/") || key.startsWith("Deployment/"));
    assertThat(condition(cluster, "Ready").reason()).isEqualTo("StoresStarting");
  }

  @Test
  void noPodStartsBeforeTheSchemaIsReady() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    cluster.each(StatefulSet.class, Cluster::started);
    cluster.pass();
    assertThat(cluster.keys()).anyMatch(key -> key.startsWith("Job/demo-schema-"));
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("Deployment/"));
    assertThat(cluster.observation().status().state()).isEqualTo("Expanding");
  }

  @Test
  void noTrafficComesBeforeEveryPodIsReady() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    cluster.each(StatefulSet.class, Cluster::started);
    cluster.pass();
    cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    cluster.pass();
    cluster.pass();
    assertThat(cluster.keys()).doesNotContain("HTTPRoute/demo", "Service/demo");
    assertThat(cluster.observation().status().state()).isEqualTo("Starting");
  }

  @Test
  void anInstallationEndsReadyWithOneRevisionBehindTheRoute() {
    Cluster cluster = Cluster.exposed().settle();
    String revision = revision(cluster);
    assertThat(cluster.keys())
        .containsExactlyInAnyOrder(
            "ServiceAccount/demo",
            "Secret/demo-app",
            "Secret/demo-postgres",
            "Secret/demo-redis",
            "Service/demo-postgres",
            "StatefulSet/demo-postgres",
            "Service/demo-redis",
            "StatefulSet/demo-redis",
            "ConfigMap/demo-" + revision,
            "Job/demo-schema-" + revision,
            "Service/demo-api-" + revision,
            "Deployment/demo-api-" + revision,
            "Service/demo",
            "HTTPRoute/demo",
            "CronJob/demo-discovery");
    assertThat(backends(cluster)).containsExactly("demo-api-" + revision + "=100");
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
    assertThat(conditions(cluster))
        .noneMatch(c -> Set.of("Reconciling", "Stalled").contains(c.type()));
    assertThat(cluster.observation().status().url()).isEqualTo("http://demo.example.com");
  }

  @Test
  void withoutExposureTheServiceIsReadyInsideTheClusterAndHasNoRoute() {
    Cluster cluster = Cluster.with("").settle();
    assertThat(cluster.keys()).doesNotContain("HTTPRoute/demo").contains("Service/demo");
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
    assertThat(condition(cluster, "ExposureReady").reason()).isEqualTo("InClusterOnly");
  }

  @Test
  void aRouteThatNoGatewayAcceptsIsNotReady() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.each(
        HTTPRoute.class,
        route -> {
          route.setStatus(null);
          return route;
        });
    cluster.pass();
    assertThat(condition(cluster, "Ready").reason()).isEqualTo("RouteNotAccepted");
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
  }

  @Test
  void aChangedHostIsNotReadyBeforeAGatewayTookItUp() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit(
        "app:1", "exposure: {hosts: [new.example.com], gateway: {parentRefs: [{name: gw}]}}");
    cluster.pass();
    assertThat(condition(cluster, "Ready").reason()).isEqualTo("RouteNotAccepted");
    cluster.pass();
    assertThat(condition(cluster, "Ready").reason()).isEqualTo("RouteNotAccepted");
    cluster.controllers().pass();
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aChangedDatabaseImageIsNotReadyBeforeItRuns() {
    Cluster cluster = Cluster.with("").settle();
    cluster.edit("app:1", "database: {managed: {image: 'postgres:18.9'}}").pass();
    assertThat(condition(cluster, "DatabaseReady").status()).isEqualTo("False");
  }

  @Test
  void thePreviousRevisionStaysAsLongAsNoGatewayTookTheSwitchUp() {
    Cluster cluster = Cluster.exposed().settle();
    String before = revision(cluster);
    cluster.edit("app:2", EXPOSURE);
    for (int i = 0; i < 5; i++) {
      cluster.pass();
      cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
      cluster.each(Deployment.class, Cluster::started);
      cluster.at(cluster.now().plus(Duration.ofHours(1)));
    }
    assertThat(revision(cluster)).isNotEqualTo(before);
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
    cluster.settle();
    assertThat(cluster.keys()).noneMatch(key -> key.contains(before));
  }

  @Test
  void aLostSnapshotOfTheServingRevisionTakesNothingAway() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", EXPOSURE).pass();
    Set<String> before = cluster.keys();
    cluster.remove("ConfigMap/demo-" + revision(cluster)).pass();
    assertThat(cluster.keys())
        .containsAll(before.stream().filter(key -> !key.startsWith("ConfigMap/")).toList());
    assertThat(condition(cluster, "Stalled").reason()).isEqualTo("SnapshotLost");
    cluster.settle();
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-app", "demo-postgres", "demo-redis"})
  void aLostSecretIsNeverReplacedByAnotherOne(String name) {
    Cluster cluster = Cluster.exposed().settle();
    cluster.remove("Secret/" + name).pass();
    assertThat(cluster.keys()).doesNotContain("Secret/" + name);
    assertThat(condition(cluster, "Stalled").reason()).isEqualTo("SecretLost");
    assertThat(condition(cluster, "Stalled").message()).contains(name);
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
  }

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
    String key = "Deployment/demo-api-" + revision(cluster);
    cluster.remove(key).pass();
    assertThat(cluster.keys()).contains(key);
    assertThat(condition(cluster, "Available").reason()).isEqualTo("TooFewPods");
    assertThat(condition(cluster, "Reconciling").reason()).isEqualTo("TooFewPods");
  }

  @Test
  void theRevisionBeforeServesUntilTheNewOneIsReady() {
    Cluster cluster = Cluster.exposed().settle();
    String before = revision(cluster);
    cluster.edit("app:2", EXPOSURE);
    cluster.pass();
    cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    cluster.pass();
    cluster.pass();
    assertThat(backends(cluster)).containsExactly("demo-api-" + before + "=100");
    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("Deployment/")).hasSize(2);
    assertThat(condition(cluster, "Ready").status()).isEqualTo("False");
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
    assertThat(cluster.observation().status().candidate()).isNotNull();
  }

  @Test
  void thePreviousRevisionStaysWhileTheGatewayTakesTheSwitchUpAndGoesThen() {
    Cluster cluster = Cluster.exposed().settle();
    String before = revision(cluster);
    cluster.edit("app:2", EXPOSURE);
    for (int i = 0; i < 4; i++) {
      cluster.pass();
      cluster.controllers();
    }
    String after = revision(cluster);
    assertThat(after).isNotEqualTo(before);
    assertThat(backends(cluster)).containsExactly("demo-api-" + after + "=100");
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
    assertThat(cluster.observation().status().state()).isEqualTo("Promoting");

    cluster.settle();
    assertThat(cluster.keys())
        .noneMatch(key -> key.contains(before))
        .contains("Deployment/demo-api-" + after);
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aRevisionThatNeverServedGoesWhenTheSpecGoesBack() {
    Cluster cluster = Cluster.exposed().settle();
    Set<String> before = cluster.keys();
    cluster.edit("app:broken", EXPOSURE);
    cluster.pass();
    cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    cluster.pass();
    cluster.edit("app:1", EXPOSURE).settle();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aFailedSchemaJobStallsAndStartsNothing() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", EXPOSURE);
    cluster.pass();
    cluster.each(
        Job.class,
        job ->
            job.getStatus() == null || job.getStatus().getConditions().isEmpty()
                ? Cluster.ended(job, "Failed")
                : job);
    cluster.pass();
    assertThat(condition(cluster, "Stalled").reason()).isEqualTo("SchemaFailed");
    assertThat(conditions(cluster)).noneMatch(c -> c.type().equals("Reconciling"));
    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("Deployment/")).hasSize(1);
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api: {replicas: 5} | same",
        "pipelines: [{name: discovery, schedule: '0 4 * * *'}] | same",
        "exposure: {hosts: [other.example.com], gateway: {parentRefs: [{name: gw}]}} | same",
        "database: {managed: {image: 'postgres:18.1'}} | same",
        "settings: {sources.arxiv.enabled: 'false'} | new",
        "imagePullPolicy: Always | new",
        "database: {pool: {maxSize: 5}} | new",
        "api: {resources: {requests: {cpu: 1}}} | new"
      })
  void onlyWhatThePodsAreMadeOfMakesANewRevision(String change, String expected) {
    Cluster cluster = Cluster.with("").settle();
    String before = revision(cluster);
    cluster.edit("app:1", change).settle();
    assertThat(revision(cluster).equals(before)).isEqualTo(expected.equals("same"));
  }

  @Test
  void scalingChangesTheReplicasAndNoPodTemplate() {
    Cluster cluster = Cluster.with("").settle();
    Deployment before = cluster.get(Deployment.class, "demo-api-" + revision(cluster));
    cluster.edit("app:1", "api: {replicas: 11}").settle();
    Deployment after = cluster.get(Deployment.class, "demo-api-" + revision(cluster));
    assertThat(after.getSpec().getReplicas()).isEqualTo(11);
    assertThat(after.getSpec().getTemplate()).isEqualTo(before.getSpec().getTemplate());
    assertThat(cluster.get(StatefulSet.class, "demo-postgres").getSpec().getTemplate())
        .as("the database does not restart")
        .isEqualTo(
            Cluster.with("")
                .settle()
                .get(StatefulSet.class, "demo-postgres")
                .getSpec()
                .getTemplate());
  }

  @Test
  void theTemplateOfARevisionComesFromItsSnapshot() {
    Cluster cluster = Cluster.with("").settle();
    String revision = revision(cluster);
    cluster.each(
        io.fabric8.kubernetes.api.model.ConfigMap.class,
        snapshot -> {
          snapshot
              .getData()
              .computeIfPresent(
                  "pod-template.json", (key, json) -> json.replace("\"app:1\"", "\"app:frozen\""));
          return snapshot;
        });
    cluster.pass();
    assertThat(
            cluster
                .get(Deployment.class, "demo-api-" + revision)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .isEqualTo("app:frozen");
  }

  @Test
  void aLostStatusIsFoundAgainFromTheObjects() {
    Cluster cluster = Cluster.exposed().settle();
    String revision = revision(cluster);
    cluster.loseStatus().settle();
    assertThat(revision(cluster)).isEqualTo(revision);
    assertThat(condition(cluster, "Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paused: true | spec.paused",
        "api: {autoscaling: {minReplicas: 2}} | spec.api.autoscaling",
        "database: {external: {secretRef: {name: db}}} | spec.database.external",
        "database: {managed: {deletionPolicy: Delete}} | spec.database.managed.deletionPolicy",
        "rollout: {strategy: Canary} | spec.rollout",
        "exposure: {hosts: [a.b], gateway: {className: x}} | spec.exposure.gateway.className",
        "database: {managed: {storage: {size: 20Gi}}} | spec.database.managed.storage.size"
      })
  void aFieldThatNothingActsOnStallsAndChangesNothing(String change, String field) {
    Cluster cluster = Cluster.with("").settle();
    Set<String> before = cluster.keys();
    Plan plan = cluster.edit("app:2", change).pass();
    assertThat(plan.steps()).isEmpty();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(condition(cluster, "Stalled").reason()).isEqualTo("NotYetSupported");
    assertThat(condition(cluster, "Stalled").message()).contains(field);
    assertThat(condition(cluster, "Ready").status()).isEqualTo("False");
    assertThat(condition(cluster, "Available").status()).isEqualTo("True");
    assertThat(cluster.observation().status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void whatIsRefusedIsStillToldTruly() {
    Cluster cluster = Cluster.with("").settle();
    cluster.edit("app:1", "paused: true");
    cluster.each(
        Deployment.class,
        deployment -> {
          deployment.getStatus().setReadyReplicas(0);
          return deployment;
        });
    cluster.pass();
    assertThat(condition(cluster, "Available").status()).isEqualTo("False");
    assertThat(condition(cluster, "DatabaseReady").status()).isEqualTo("True");
    assertThat(cluster.observation().status().podsReady()).isEqualTo("0/2");
  }

  @Test
  void theListOfFieldsThatNothingActsOnIsThatOfTheDefinition() {
    assertThat(NotYetSupported.all().stream().filter(field -> !field.contains(": ")).toList())
        .containsExactlyInAnyOrderElementsOf(
            notYet(
                "spec",
                GeneratedCrd.definition()
                    .getSpec()
                    .getVersions()
                    .getFirst()
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .getProperties()
                    .get("spec")));
  }

  private static List<String> notYet(String path, JSONSchemaProps schema) {
    List<String> fields = new java.util.ArrayList<>();
    schema
        .getProperties()
        .forEach((name, child) -> {
          boolean list = "array".equals(child.getType());
          String description = String.valueOf(child.getDescription());
          if (description.contains("Not yet supported")) {
            fields.add(path + "." + name);
          } else {
            fields.addAll(
                notYet(
                    path + "." + name + (list ? "[]" : ""),
                    list ? child.getItems().getSchema() : child));
          }
        });
    return fields;
  }

  @Test
  void aGatewayWithoutTheGatewayApiStallsWithTheRemedy() {
    Cluster cluster = Cluster.exposed().withoutGatewayApi();
    assertThat(cluster.pass().steps()).isEmpty();
    assertThat(condition(cluster, "Stalled").message()).contains("install its definitions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"StatefulSet/demo-redis", "StatefulSet/demo-postgres"})
  void aDefaultImageIsPinnedWhenTheStoreIsMade(String lost) {
    Cluster cluster = Cluster.with("").settle();
    // Neither a lost status nor a lost StatefulSet forgets it: the Secret remembers.
    cluster.loseStatus().remove(lost);
    Planner newer =
        new Planner(new io.signalharvester.operator.model.DefaultImages("postgres:19", "redis:8"));
    Plan plan = newer.plan(cluster.observation(), cluster.now());
    assertThat(images(plan)).contains("postgres:18", "redis:7").doesNotContain("postgres:19");
  }

  @Test
  void secretsAndVolumesThatOpenDataHaveNoOwnerAndAreNeverDeleted() {
    Cluster cluster = Cluster.with("").settle();
    for (String name : List.of("demo-app", "demo-postgres")) {
      assertThat(
              cluster
                  .get(io.fabric8.kubernetes.api.model.Secret.class, name)
                  .getMetadata()
                  .getOwnerReferences())
          .isEmpty();
    }
    StatefulSet postgres = cluster.get(StatefulSet.class, "demo-postgres");
    assertThat(postgres.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
        .isEqualTo("Retain");
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
        new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder()
            .withNewMetadata()
            .withName("by-hand")
            .withLabels(pipeline.getMetadata().getLabels())
            .endMetadata()
            .build();
    List<HasMetadata> children = new java.util.ArrayList<>(cluster.observation().children());
    children.add(byHand);
    Plan plan =
        new Planner(new io.signalharvester.operator.model.DefaultImages("p", "r"))
            .plan(
                new io.signalharvester.operator.observe.Observation(
                    cluster.observation().resource(), children, true),
                cluster.now());
    assertThat(plan.steps()).noneMatch(Step.Delete.class::isInstance);
  }

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
  }

  @Test
  void theServiceOfTheInstallationFollowsTheStableRevision() {
    Cluster cluster = Cluster.exposed().settle();
    Service service = cluster.get(Service.class, "demo");
    assertThat(service.getSpec().getSelector())
        .containsEntry("signalharvester.io/revision", revision(cluster));
    assertThat(service.getMetadata().getAnnotations())
        .containsEntry("signalharvester.io/stable-revision", revision(cluster));
  }

  private static final String EXPOSURE =
      "exposure: {hosts: [demo.example.com], gateway: {parentRefs: [{name: gw}]}}";

  private static String revision(Cluster cluster) {
    return cluster.observation().status().stable().revision();
  }

  private static List<Condition> conditions(Cluster cluster) {
    return cluster.observation().status().conditions();
  }

  private static Condition condition(Cluster cluster, String type) {
    return conditions(cluster).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " in " + conditions(cluster)));
  }

  private static List<String> backends(Cluster cluster) {
    return cluster
        .get(HTTPRoute.class, "demo")
        .getSpec()
        .getRules()
        .getFirst()
        .getBackendRefs()
        .stream()
        .map(backend -> backend.getName() + "=" + backend.getWeight())
        .toList();
  }

  private static List<String> images(Plan plan) {
    return plan.steps().stream()
        .flatMap(step ->
            step instanceof Step.Apply(StatefulSet set)
                ? set.getSpec().getTemplate().getSpec().getContainers().stream()
                : java.util.stream.Stream.empty())
        .map(container -> container.getImage())
        .toList();
  }
}
