/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.signalharvester.api.v1alpha1.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of the workload's image that end: the schema Job and the pipelines. */
public final class Workload {

  /** Where a container leaves the few words that Kubernetes shows in the pod's status. */
  private static final String LAST_WORDS = "/dev/termination-log";

  private static final int PLAN_RETRIES = 1;
  private static final int SCHEMA_RETRIES = 3;
  private static final long SCHEMA_DEADLINE_SECONDS = 900;
  private static final int PIPELINE_RETRIES = 2;
  private static final long PIPELINE_DEADLINE_SECONDS = 3600;

  private Workload() {}

  /**
   * The Job in which the image of a revision says what it needs. It has no deadline of its own: an
   * image that cannot be pulled is waited for, and status says so.
   */
  public static Job planJob(Settled asked, String revision, PodTemplateSpec template) {
    Job job =
        migrate(
            asked,
            asked.names().planJob(revision),
            template,
            "migrate",
            "plan",
            "--check-settings",
            "--answer",
            LAST_WORDS);
    job.getSpec().setBackoffLimit(PLAN_RETRIES);
    job.getSpec().setActiveDeadlineSeconds(null);
    return job;
  }

  /** The Job that brings the schema to the level that a revision needs. */
  public static Job schemaJob(Settled asked, String revision, PodTemplateSpec template) {
    return migrate(asked, asked.names().schemaJob(revision), template, "migrate", "expand");
  }

  /** The Job that names a revision as the one whose workers may take up work. */
  public static Job activation(Settled asked, String revision, PodTemplateSpec template) {
    return migrate(
        asked, asked.names().activation(revision), template, "migrate", "activate", revision);
  }

  private static Job migrate(
      Settled asked, String name, PodTemplateSpec template, String... arguments) {
    Map<String, String> labels = Labels.like(template.getMetadata().getLabels(), Component.SCHEMA);
    return new JobBuilder()
        .withMetadata(Metadata.owned(asked, name, labels))
        .withNewSpec()
        .withBackoffLimit(SCHEMA_RETRIES)
        .withActiveDeadlineSeconds(SCHEMA_DEADLINE_SECONDS)
        .withTemplate(run(template, labels, arguments))
        .endSpec()
        .build();
  }

  /** The CronJob of a pipeline, with the frozen template of the stable revision. */
  public static CronJob pipeline(Settled asked, PipelineSpec pipeline, PodTemplateSpec template) {
    Map<String, String> labels =
        Labels.following(template.getMetadata().getLabels(), Component.PIPELINE);
    return new CronJobBuilder()
        .withMetadata(Metadata.owned(asked, asked.names().pipeline(pipeline.name()), labels))
        .withNewSpec()
        .withSchedule(pipeline.schedule())
        .withTimeZone(Optional.ofNullable(pipeline.timeZone()).orElse("Etc/UTC"))
        .withConcurrencyPolicy("Forbid")
        .withSuspend(Boolean.TRUE.equals(pipeline.suspend()) ? true : null)
        .withSuccessfulJobsHistoryLimit(3)
        .withFailedJobsHistoryLimit(3)
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(PIPELINE_RETRIES)
        .withActiveDeadlineSeconds(
            Optional.ofNullable(pipeline.deadline())
                .map(text -> Durations.of(text).toSeconds())
                .orElse(PIPELINE_DEADLINE_SECONDS))
        .withTemplate(pipelineRun(pipeline, template, labels))
        .endSpec()
        .endJobTemplate()
        .endSpec()
        .build();
  }

  private static PodTemplateSpec pipelineRun(
      PipelineSpec pipeline, PodTemplateSpec template, Map<String, String> labels) {
    List<String> arguments = new ArrayList<>(List.of("pipeline", pipeline.name()));
    Optional.ofNullable(pipeline.args()).ifPresent(arguments::addAll);
    PodTemplateSpec run = run(template, labels, arguments.toArray(String[]::new));
    Optional.ofNullable(pipeline.resources())
        .map(Quantities::canonical)
        .ifPresent(resources -> run.getSpec().getContainers().getFirst().setResources(resources));
    return run;
  }

  /** The ServiceAccount of all pods; it has no rights and its token is not mounted. */
  public static ServiceAccount serviceAccount(Settled asked) {
    return new ServiceAccountBuilder()
        .withMetadata(
            Metadata.owned(
                    asked,
                    asked.names().serviceAccount(),
                    Labels.of(asked.name(), Component.API, asked.image()))
                .edit()
                .withAnnotations(asked.pods().accountAnnotations())
                .build())
        .build();
  }

  /** The API pods' template, run once with other arguments. */
  private static PodTemplateSpec run(
      PodTemplateSpec template, Map<String, String> labels, String... arguments) {
    Container container =
        template
            .getSpec()
            .getContainers()
            .getFirst()
            .edit()
            .withArgs(arguments)
            .withPorts()
            .withStartupProbe(null)
            .withReadinessProbe(null)
            .withLivenessProbe(null)
            .withLifecycle(null)
            .build();
    return template
        .edit()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .editSpec()
        .withRestartPolicy("Never")
        .withContainers(container)
        .endSpec()
        .build();
  }
}
