/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.Upkeep;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the objects that are ours and that nothing wants any more. */
final class Pruning {

  /** Kinds that are made and removed as the spec asks; Secrets and volumes are never among them. */
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          HTTPRoute.class,
          CronJob.class,
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          Deployment.class,
          Service.class,
          Job.class,
          ConfigMap.class,
          NetworkPolicy.class);

  private static final Comparator<HasMetadata> BY_NAME =
      Comparator.comparing(child -> child.getMetadata().getName());

  private Pruning() {}

  /** Deletions of what is not wanted, traffic first. */
  static List<Step> of(
      Observation observation,
      Settled asked,
      Course course,
      Set<String> running,
      List<Step> wanted) {
    Set<String> kept = new HashSet<>();
    wanted.forEach(step -> name(step).ifPresent(kept::add));
    return KINDS.stream()
        // By name: the policy that closes everything goes before those that open something.
        .flatMap(kind -> observation.all(kind).sorted(BY_NAME))
        .filter(child -> owned(child, asked))
        .filter(child -> !kept.contains(key(child)))
        // They follow the stable revision when it has been named active, and work on until then.
        .filter(child ->
            !(child instanceof Deployment
                && child.getMetadata().getName().equals(asked.names().workers())))
        .filter(child ->
            removable(Revisions.revisionOf(child), course, running)
                || RevisionObjects.droppedBy(child, kept))
        .map(child -> (Step) new Step.Delete(child))
        .toList();
  }

  /**
   * A serving revision keeps everything; the one in question, what its state keeps up; any other
   * may still get requests as long as it has pods, so only a state that says so takes them.
   */
  private static boolean removable(@Nullable String revision, Course course, Set<String> running) {
    if (revision == null) {
      return true;
    }
    if (course.servingRevision().filter(revision::equals).isPresent()) {
      return false;
    }
    if (course.state().revision().isEmpty() && revision.equals(course.wanted())) {
      // The record of a rollout was lost; what it had is taken up again.
      return false;
    }
    if (course.state().revision().filter(revision::equals).isPresent()) {
      return course.state().upkeep() == Upkeep.NOTHING;
    }
    return course.state().removesOthers() || !running.contains(revision);
  }

  /** Runs started by hand, or by a CronJob, carry our labels but another owner. */
  private static boolean owned(HasMetadata child, Settled asked) {
    return child.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> asked.uid().equals(owner.getUid()));
  }

  private static Optional<String> name(Step step) {
    return switch (step) {
      case Step.Apply(HasMetadata desired) -> Optional.of(key(desired));
      case Step.Create(HasMetadata desired) -> Optional.of(key(desired));
      case Step.Generate generate -> Optional.of(key(generate.secret().skeleton()));
      case Step.Own own -> Optional.empty();
      case Step.Delete delete -> Optional.empty();
    };
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
