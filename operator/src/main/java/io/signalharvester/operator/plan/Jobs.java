/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.JobReport;
import io.signalharvester.operator.status.PodTrouble;
import java.util.List;
import java.util.Optional;

/** How far the Jobs are that run once for a revision. */
final class Jobs {

  private final Observation observation;

  Jobs(Observation observation) {
    this.observation = observation;
  }

  /** The report on a Job; its pods' last words are worth more than its own. */
  JobReport report(String name) {
    Optional<Job> job = observation.find(Job.class, name);
    if (job.isEmpty()) {
      return new JobReport(JobReport.Phase.ABSENT, Optional.empty());
    }
    if (holds(job.get(), "Complete").isPresent()) {
      return new JobReport(JobReport.Phase.DONE, Optional.empty());
    }
    Optional<String> failure = holds(job.get(), "Failed");
    List<Pod> pods =
        observation
            .all(Pod.class)
            .filter(pod -> Revisions.ofJob(pod, name))
            .filter(pod -> !Pods.ready(pod))
            .toList();
    return new JobReport(
        failure.isPresent() ? JobReport.Phase.FAILED : JobReport.Phase.RUNNING,
        PodTrouble.first(pods).or(() -> failure));
  }

  private static Optional<String> holds(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
        .map(c -> "%s: %s".formatted(c.getReason(), c.getMessage()))
        .findFirst();
  }
}
