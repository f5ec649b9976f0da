/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.signalharvester.operator.Cluster;
import org.junit.jupiter.api.Test;

/** Background work follows the stable revision, and only when the database says so. */
class WorkersPlanTest {

  private static final String WORKERS = "Deployment/demo-workers";

  private static Deployment workers(Cluster cluster) {
    return cluster.get(Deployment.class, "demo-workers");
  }

  private static Container container(Cluster cluster) {
    return workers(cluster).getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static String revisionOf(Cluster cluster) {
    return container(cluster).getEnv().stream()
        .filter(variable -> variable.getName().equals("HARVEST_REVISION"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Ends the schema Jobs well, and leaves those that name a revision active as they are. */
  private static void endSchemaJobs(Cluster cluster) {
    cluster.each(
        Job.class,
        job ->
            job.getMetadata().getName().matches(".*-(plan|schema)-.*")
                ? Cluster.ended(job, "Complete")
                : job);
    cluster.each(Deployment.class, Cluster::started);
  }

  @Test
  void oneWorkerOfTheRevisionThatServesIsThereByDefault() {
    Cluster cluster = Cluster.with("").settle();

    assertThat(workers(cluster).getSpec().getReplicas()).isEqualTo(1);
    assertThat(container(cluster).getArgs()).containsExactly("serve", "--role", "worker");
    assertThat(revisionOf(cluster)).isEqualTo(cluster.revision());
    assertThat(container(cluster).getPorts())
        .extracting(port -> port.getName())
        .containsExactly("management");
    assertThat(workers(cluster).getSpec().getSelector().getMatchLabels())
        .as("no Service of the API finds them, and a new revision changes nothing in it")
        .containsEntry("app.kubernetes.io/component", "worker")
        .doesNotContainKey("signalharvester.io/revision");
    assertThat(
            cluster
                .get(Job.class, "demo-activate-" + cluster.revision())
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs())
        .containsExactly("migrate", "activate", cluster.revision());
  }

  @Test
  void noWorkerStartsBeforeItsRevisionWasNamedActive() {
    Cluster cluster = Cluster.with("");
    for (int i = 0; i < 8; i++) {
      cluster.pass();
      cluster.each(io.fabric8.kubernetes.api.model.apps.StatefulSet.class, Cluster::started);
      endSchemaJobs(cluster);
    }

    assertThat(cluster.condition("Available").status()).isEqualTo("True");
    assertThat(cluster.keys()).doesNotContain(WORKERS);
    assertThat(cluster.settle().keys()).contains(WORKERS);
  }

  @Test
  void theWorkersOfTheRevisionBeforeStayUntilTheNewOneIsNamedActive() {
    Cluster cluster = Cluster.with("").settle();
    String before = cluster.revision();
    cluster.edit("app:2", "");
    for (int i = 0; i < 8; i++) {
      cluster.pass();
      endSchemaJobs(cluster);
      cluster.at(cluster.now().plusSeconds(10));
    }
    assertThat(cluster.revision()).isNotEqualTo(before);
    assertThat(revisionOf(cluster)).isEqualTo(before);

    cluster.settle();

    assertThat(revisionOf(cluster)).isEqualTo(cluster.revision()).isNotEqualTo(before);
    assertThat(cluster.keys()).noneMatch(key -> key.contains(before));
  }

  @Test
  void numberAndResourcesOfWorkersMakeNoNewRevision() {
    Cluster cluster = Cluster.with("").settle();
    String before = cluster.revision();

    cluster.edit("app:1", "workers: {replicas: 3, resources: {requests: {cpu: 50m}}}").settle();

    assertThat(cluster.revision()).isEqualTo(before);
    assertThat(workers(cluster).getSpec().getReplicas()).isEqualTo(3);
    assertThat(container(cluster).getResources().getRequests())
        .containsEntry("cpu", new Quantity("50m"));
  }

  @Test
  void whoWantsNoBackgroundWorkHasNoPodsOfIt() {
    Cluster cluster = Cluster.with("workers: {replicas: 0}").settle();

    assertThat(workers(cluster).getSpec().getReplicas()).isZero();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aRevisionThatCannotBeNamedActiveIsToldAndServesAllTheSame() {
    Cluster cluster = Cluster.with("").settle();
    cluster.each(
        Job.class,
        job ->
            job.getMetadata().getName().contains("-activate-")
                ? Cluster.ended(job, "Failed")
                : job);

    cluster.pass();

    assertThat(cluster.condition("Degraded").reason()).isEqualTo("WorkersNotWorking");
    assertThat(cluster.condition("Degraded").message()).contains(cluster.revision());
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.keys()).contains(WORKERS);
  }

  @Test
  void theTemplateOfTheWorkersComesFromTheSnapshot() {
    Cluster cluster = Cluster.with("").settle();
    cluster.each(
        ConfigMap.class,
        snapshot -> {
          snapshot
              .getData()
              .computeIfPresent(
                  "worker-template.json",
                  (key, json) -> json.replace("\"app:1\"", "\"app:frozen\""));
          return snapshot;
        });

    cluster.pass();

    assertThat(container(cluster).getImage()).isEqualTo("app:frozen");
  }
}
