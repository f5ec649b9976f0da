/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.e2e.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a scheduled pipeline out of its schedule, as `kubectl create job --from=cronjob/...`
 * does it.
 */
final class Pipeline {

  private static final Duration SCHEDULED = Duration.ofSeconds(30);
  private static final Duration DONE = Duration.ofMinutes(4);
  private static final String REPORT = "{\"pipeline\":";

  private final KubernetesClient client;
  private final String namespace;
  private final Clock clock;

  Pipeline(KubernetesClient client, String namespace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  /**
   * Runs it to its end and returns its report, one line of JSON; a run that fails is a failure that
   * quotes its log.
   */
  String run(String cronJob) {
    CronJob schedule =
        Await.first(
            "CronJob " + cronJob,
            SCHEDULED,
            () ->
                Optional.ofNullable(
                    client.batch().v1().cronjobs().inNamespace(namespace).withName(cronJob).get()),
            () ->
                "look at the conditions of the resource with kubectl -n "
                    + namespace
                    + " get sh -o yaml.");
    Job job = client.resource(job(schedule)).create();
    String name = job.getMetadata().getName();
    Map<String, String> pods = Map.of("batch.kubernetes.io/job-name", name);
    Job ended =
        Await.first(
            "end of the pipeline run " + name,
            DONE,
            () ->
                Optional.ofNullable(
                        client.batch().v1().jobs().inNamespace(namespace).withName(name).get())
                    .filter(each -> has(each, "Complete") || has(each, "Failed")),
            () -> "look at what its pod says.\n" + PodReport.of(client, namespace, pods));
    if (!has(ended, "Complete")) {
      throw new Failure(
          "The pipeline run "
              + name
              + " failed: look at what its pod says, mend it and run the same command again.\n"
              + PodReport.of(client, namespace, pods));
    }
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(name)
        .getLog()
        .lines()
        .filter(line -> line.startsWith(REPORT))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                "The pipeline run "
                    + name
                    + " ended well but printed no report: look at its log with kubectl -n "
                    + namespace
                    + " logs job/"
                    + name
                    + "."));
  }

  private Job job(CronJob schedule) {
    var template = schedule.getSpec().getJobTemplate();
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(schedule.getMetadata().getName() + "-" + clock.instant().getEpochSecond())
        .withLabels(template.getMetadata() == null ? Map.of() : template.getMetadata().getLabels())
        .addToAnnotations("cronjob.kubernetes.io/instantiate", "manual")
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withTtlSecondsAfterFinished(3600)
        .endSpec()
        .build();
  }

  private static boolean has(Job job, String condition) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals(condition) && each.getStatus().equals("True"));
  }
}
