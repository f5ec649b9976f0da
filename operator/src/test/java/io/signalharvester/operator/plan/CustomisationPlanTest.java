/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.Revision;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user adds to the pods is there, and what the operator sets there stays. */
class CustomisationPlanTest {

  private static final String ALL =
      """
      api:
        pod:
          labels: {team: search}
          annotations: {example.com/note: "yes"}
          nodeSelector: {disk: ssd}
          tolerations: [{key: dedicated, operator: Exists}]
          priorityClassName: high
          securityContext: {fsGroup: 4711}
          env: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
          envFrom: [{configMapRef: {name: more}}]
          volumes: [{name: certificates, secret: {secretName: ca}}]
          volumeMounts: [{name: certificates, mountPath: /etc/certificates, readOnly: true}]
      """;

  @Test
  void everythingThatIsAddedIsInTheApiPodsAndWhatIsOursStays() {
    Cluster plain = Cluster.with("").settle();
    PodTemplateSpec before = api(plain);
    PodTemplateSpec after = api(Cluster.with(ALL).settle());

    assertThat(after.getMetadata().getLabels())
        .containsEntry("team", "search")
        .containsEntry("app.kubernetes.io/component", "api");
    assertThat(after.getMetadata().getAnnotations()).containsEntry("example.com/note", "yes");
    assertThat(after.getSpec().getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(after.getSpec().getTolerations()).hasSize(1);
    assertThat(after.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(after.getSpec().getSecurityContext().getFsGroup()).isEqualTo(4711);
    assertThat(after.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    Container container = after.getSpec().getContainers().getFirst();
    Container ours = before.getSpec().getContainers().getFirst();
    assertThat(container.getEnv())
        .extracting(variable -> variable.getName())
        .contains("HTTPS_PROXY")
        .containsAll(ours.getEnv().stream().map(variable -> variable.getName()).toList());
    assertThat(container.getEnvFrom()).hasSize(1);
    assertThat(container.getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .containsExactlyInAnyOrder("/tmp", "/etc/harvest", "/etc/certificates");
    assertThat(container.getSecurityContext()).isEqualTo(ours.getSecurityContext());
  }

  @Test
  void jobsAndPipelinesRunWhereTheApiPodsMayAndAreNotTakenForThem() {
    Cluster cluster = Cluster.with(ALL).settle();
    for (PodTemplateSpec run :
        List.of(
            cluster.get(Job.class, "demo-schema-" + cluster.revision()).getSpec().getTemplate(),
            pipeline(cluster).getJobTemplate().getSpec().getTemplate())) {
      assertThat(run.getSpec().getNodeSelector()).containsEntry("disk", "ssd");
      assertThat(run.getMetadata().getLabels()).doesNotContainKey("team");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api: {pod: {nodeSelector: {a: b}}} | new",
        "credentials: {secretRef: {name: sources}} | new",
        "serviceAccount: {name: mine} | new",
        "serviceAccount: {annotations: {a: b}} | same",
        "workers: {pod: {nodeSelector: {a: b}}} | same",
        "pipelines: [{name: discovery, schedule: '0 4 * * *', timeZone: Europe/Berlin}] | same"
      })
  void onlyWhatIsAddedToTheApiPodsMakesANewRevision(String change, String expected) {
    Cluster cluster = Cluster.with("").settle();
    String before = cluster.revision();
    cluster.edit("app:1", change).settle();
    assertThat(cluster.revision().equals(before)).isEqualTo(expected.equals("same"));
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void whatIsAddedToTheWorkersIsInThemAlone() {
    Cluster cluster = Cluster.with("workers: {pod: {nodeSelector: {gpu: none}}}").settle();
    assertThat(workers(cluster).getSpec().getNodeSelector()).containsEntry("gpu", "none");
    assertThat(api(cluster).getSpec().getNodeSelector()).isNullOrEmpty();
    cluster.edit("app:1", "").settle();
    assertThat(workers(cluster).getSpec().getNodeSelector()).isNullOrEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api: {pod: {env: [{name: DATABASE_URL, value: x}]}} | spec.api.pod.env names DATABASE_URL",
        "api: {pod: {volumes: [{name: tmp}]}} | spec.api.pod.volumes names tmp",
        "api: {pod: {volumeMounts: [{name: x, mountPath: /tmp}]}} | spec.api.pod.volumeMounts names /tmp",
        "workers: {pod: {env: [{name: HARVEST_REVISION}]}} | spec.workers.pod.env names HARVEST_REVISION",
        "api: {pod: {env: [{name: A}, {name: A}]}} | spec.api.pod.env names A twice",
        "api: {pod: {env: [{value: x}]}} | an item of spec.api.pod.env has no name"
      })
  void whatTheOperatorSetsItselfIsRefusedBeforeAnythingChanges(String change, String message) {
    Cluster cluster = Cluster.with("").settle();
    Set<String> before = cluster.keys();
    assertThat(cluster.edit("app:2", change).pass().steps()).isEmpty();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("PodConflict");
    assertThat(cluster.condition("Stalled").message()).contains(message);
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
  }

  @Test
  void whatWorkersAddStandsInThePlaceOfWhatEveryPodGets() {
    Cluster cluster =
        Cluster.with(
                "api: {pod: {env: [{name: HTTPS_PROXY, value: near}]}}\n"
                    + "workers: {pod: {env: [{name: HTTPS_PROXY, value: far}]}}")
            .settle();
    assertThat(values(api(cluster), "HTTPS_PROXY")).containsExactly("near");
    assertThat(values(workers(cluster), "HTTPS_PROXY"))
        .as("a name that stands twice is refused by the API server")
        .containsExactly("far");
  }

  private static List<String> values(PodTemplateSpec template, String name) {
    return template.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(variable -> variable.getValue())
        .toList();
  }

  @Test
  void aNameThatANewerOperatorSetsIsNotHeldAgainstARevisionThatRuns() {
    Cluster cluster = Cluster.with("").settle();
    String spec = "api: {pod: {env: [{name: DATABASE_URL, value: mine}]}}";
    String revision = Revision.of(Cluster.sample(spec).getSpec());
    ConfigMap frozen = cluster.get(ConfigMap.class, "demo-" + cluster.revision());
    cluster.add(frozen.edit().editMetadata().withName("demo-" + revision).endMetadata().build());

    cluster.edit("app:1", spec).pass();

    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Stalled"));
  }

  @Test
  void labelsOfPodsAreForPods() {
    Cluster cluster = Cluster.with(ALL).settle();
    String name = "demo-api-" + cluster.revision();
    assertThat(
            List.of(
                cluster.get(Deployment.class, name),
                cluster.get(Service.class, name),
                cluster.get(Service.class, "demo"),
                cluster.get(PodDisruptionBudget.class, name)))
        .allSatisfy(object ->
            assertThat(object.getMetadata().getLabels())
                .doesNotContainKey("team")
                .containsEntry("app.kubernetes.io/component", "api"));
  }

  @Test
  void theCredentialsAreInTheEnvironmentOfEveryPodOfTheWorkload() {
    Cluster cluster = Cluster.with("credentials: {secretRef: {name: sources}}").settle();
    for (PodTemplateSpec pod :
        List.of(
            api(cluster),
            workers(cluster),
            cluster.get(Job.class, "demo-plan-" + cluster.revision()).getSpec().getTemplate(),
            pipeline(cluster).getJobTemplate().getSpec().getTemplate())) {
      assertThat(pod.getSpec().getContainers().getFirst().getEnvFrom())
          .extracting(EnvFromSource::getSecretRef)
          .extracting(reference -> reference.getName())
          .containsExactly("sources");
    }
  }

  @Test
  void anAccountThatExistsIsUsedAndNoneIsMade() {
    Cluster cluster = Cluster.with("serviceAccount: {name: mine}").settle();
    assertThat(api(cluster).getSpec().getServiceAccountName()).isEqualTo("mine");
    assertThat(cluster.keys()).doesNotContain("ServiceAccount/demo");
    assertThat(cluster.get(StatefulSet.class, "demo-postgres").getSpec().getTemplate())
        .as("a pod whose account does not exist is never made")
        .extracting(template -> template.getSpec().getServiceAccountName())
        .isEqualTo("mine");
  }

  @Test
  void theAccountThatIsMadeBearsTheAnnotations() {
    Cluster cluster = Cluster.with("serviceAccount: {annotations: {cloud/role: reader}}").settle();
    assertThat(cluster.get(ServiceAccount.class, "demo").getMetadata().getAnnotations())
        .containsEntry("cloud/role", "reader");
  }

  @Test
  void aPipelineRunsAsTheSpecSays() {
    Cluster cluster =
        Cluster.with(
                """
                pipelines:
                - name: discovery
                  schedule: "0 2 * * *"
                  timeZone: Europe/Berlin
                  deadline: 20m
                  args: [--quiet]
                  resources: {requests: {cpu: 300m}}
                """)
            .settle();
    CronJobSpec spec = pipeline(cluster);
    assertThat(spec.getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(spec.getJobTemplate().getSpec().getActiveDeadlineSeconds()).isEqualTo(1200);
    Container container =
        spec.getJobTemplate().getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).containsExactly("pipeline", "discovery", "--quiet");
    assertThat(container.getResources().getRequests()).containsEntry("cpu", new Quantity("300m"));
  }

  private static PodTemplateSpec api(Cluster cluster) {
    return cluster.get(Deployment.class, "demo-api-" + cluster.revision()).getSpec().getTemplate();
  }

  private static PodTemplateSpec workers(Cluster cluster) {
    return cluster.get(Deployment.class, "demo-workers").getSpec().getTemplate();
  }

  private static CronJobSpec pipeline(Cluster cluster) {
    return cluster.get(CronJob.class, "demo-discovery").getSpec();
  }
}
