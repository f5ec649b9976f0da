/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.signalharvester.operator.Cluster;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a new revision, and how one takes over from another. */
class RevisionPlanTest {

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
        "api: {resources: {requests: {cpu: 1}}} | new",
        "api: {drain: {timeout: 60s}} | new"
      })
  void onlyWhatThePodsAreMadeOfMakesANewRevision(String change, String expected) {
    Cluster cluster = Cluster.with("").settle();
    String before = cluster.revision();
    cluster.edit("app:1", change).settle();
    assertThat(cluster.revision().equals(before)).isEqualTo(expected.equals("same"));
  }

  @Test
  void scalingChangesTheReplicasAndNoPodTemplate() {
    Cluster cluster = Cluster.with("").settle();
    Deployment before = cluster.get(Deployment.class, "demo-api-" + cluster.revision());
    cluster.edit("app:1", "api: {replicas: 11}").settle();
    Deployment after = cluster.get(Deployment.class, "demo-api-" + cluster.revision());
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
    String revision = cluster.revision();
    cluster.each(
        ConfigMap.class,
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
  void theRevisionBeforeServesUntilTheNewOneIsReady() {
    Cluster cluster = Cluster.exposed().settle();
    String before = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE);
    for (int i = 0; i < 3; i++) {
      cluster.pass();
      cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    }
    assertThat(cluster.backends()).containsExactly("demo-api-" + before + "=100");
    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("Deployment/demo-api-")).hasSize(2);
    assertThat(cluster.condition("Ready").status()).isEqualTo("False");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
    assertThat(cluster.observation().status().candidate()).isNotNull();
  }

  @Test
  void thePreviousRevisionStaysAsLongAsNoGatewayTookTheSwitchUp() {
    Cluster cluster = Cluster.exposed().settle();
    String before = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE);
    for (int i = 0; i < 8; i++) {
      cluster.pass();
      cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
      cluster.each(Deployment.class, Cluster::started);
      cluster.at(cluster.now().plus(Duration.ofMinutes(2)));
    }
    assertThat(cluster.revision()).isNotEqualTo(before);
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
    cluster.settle();
    assertThat(cluster.keys()).noneMatch(key -> key.contains(before));
  }

  @Test
  void thePreviousRevisionStaysWhileTheGatewayTakesTheSwitchUpAndGoesThen() {
    Cluster cluster = Cluster.exposed().settle();
    String before = cluster.revision();
    cluster.edit("app:2", Cluster.EXPOSURE);
    for (int i = 0; i < 4; i++) {
      cluster.pass();
      cluster.controllers();
    }
    assertThat(cluster.observation().status().state()).isEqualTo("Checking");
    assertThat(cluster.revision()).isEqualTo(before);
    cluster.at(cluster.now().plus(Duration.ofSeconds(10)));
    cluster.pass();
    cluster.controllers();
    cluster.pass();
    String after = cluster.revision();
    assertThat(after).isNotEqualTo(before);
    assertThat(cluster.backends()).containsExactly("demo-api-" + after + "=100");
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
    assertThat(cluster.observation().status().state()).isEqualTo("Promoting");

    cluster.settle();
    assertThat(cluster.keys())
        .noneMatch(key -> key.contains(before))
        .contains("Deployment/demo-api-" + after);
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aRevisionThatNeverServedGoesWhenTheSpecGoesBack() {
    Cluster cluster = Cluster.exposed().settle();
    Set<String> before = cluster.keys();
    cluster.edit("app:broken", Cluster.EXPOSURE);
    for (int i = 0; i < 3; i++) {
      cluster.pass();
      cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    }
    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("Deployment/demo-api-")).hasSize(2);
    cluster.edit("app:1", Cluster.EXPOSURE).settle();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aFailedSchemaJobStallsAndStartsNothing() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE);
    cluster.pass();
    cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    cluster.pass();
    cluster.each(Job.class, RevisionPlanTest::failed);
    cluster.pass();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SchemaFailed");
    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Reconciling"));
    assertThat(cluster.keys()).filteredOn(key -> key.startsWith("Deployment/demo-api-")).hasSize(1);
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
  }

  private static Job failed(Job job) {
    return job.getStatus() == null || job.getStatus().getConditions().isEmpty()
        ? Cluster.ended(job, "Failed")
        : job;
  }
}
