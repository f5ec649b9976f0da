/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what keeps pods from being Ready. */
public final class PodTrouble {

  private static final int MAX_LENGTH = 300;
  // As the tripwire of a canary: the first restart may be bad luck.
  private static final int RESTARTS = 2;

  private PodTrouble() {}

  /**
   * The first trouble found among the pods that are to stay, by name of the pod; empty when there
   * is none.
   */
  public static Optional<String> first(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .flatMap(pod -> of(pod).stream())
        .findFirst();
  }

  /** A container that is not Ready was started more often than bad luck explains. */
  public static boolean crashing(List<Pod> pods) {
    return pods.stream()
        .flatMap(PodTrouble::containers)
        .anyMatch(status ->
            !Boolean.TRUE.equals(status.getReady())
                && status.getRestartCount() != null
                && status.getRestartCount() > RESTARTS);
  }

  private static Optional<String> of(Pod pod) {
    String name = pod.getMetadata().getName();
    return unschedulable(pod)
        .or(() -> containers(pod).flatMap(status -> of(status).stream()).findFirst())
        .map(trouble -> cut("pod %s: %s".formatted(name, trouble)));
  }

  private static Optional<String> unschedulable(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> "not scheduled: " + c.getMessage())
        .findFirst();
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<String> of(ContainerStatus status) {
    // What a container said when it ended is worth more than "CrashLoopBackOff".
    return ended(status.getState())
        .or(() -> ended(status.getLastState()))
        .or(() -> waiting(status.getState()))
        .map(text -> "container %s %s".formatted(status.getName(), text));
  }

  private static Optional<String> ended(@Nullable ContainerState state) {
    return Optional.ofNullable(state)
        .map(ContainerState::getTerminated)
        .filter(ended -> ended.getExitCode() != 0)
        .map(ended ->
            "ended with exit code %d%s"
                .formatted(
                    ended.getExitCode(),
                    ended.getMessage() == null || ended.getMessage().isBlank()
                        ? " (" + ended.getReason() + ")"
                        : ": " + lastLine(ended.getMessage())));
  }

  private static String lastLine(String words) {
    return words.lines().filter(line -> !line.isBlank()).reduce("", (first, last) -> last).strip();
  }

  private static Optional<String> waiting(@Nullable ContainerState state) {
    return Optional.ofNullable(state)
        .map(ContainerState::getWaiting)
        .filter(w -> w.getReason() != null && !"ContainerCreating".equals(w.getReason()))
        .filter(w -> !"PodInitializing".equals(w.getReason()))
        .map(
            w -> "waits: " + w.getReason() + (w.getMessage() == null ? "" : ", " + w.getMessage()));
  }

  private static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
  }
}
