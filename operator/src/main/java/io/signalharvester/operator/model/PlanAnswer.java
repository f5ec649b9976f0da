/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image said of itself in its plan Job.
 *
 * @param digest {@code sha256:} and 64 hex digits; empty when the node knows none
 * @param needs level of the schema that it relies on
 */
public record PlanAnswer(Optional<String> digest, Optional<Integer> needs) {

  private static final Pattern DIGEST = Pattern.compile("(?:^|@)(sha256:[0-9a-f]{64})$");
  private static final Pattern LEVEL = Pattern.compile("[0-9]{1,6}");

  static PlanAnswer of(Optional<String> digest, Optional<String> needs) {
    return new PlanAnswer(
        digest.filter(text -> DIGEST.matcher(text).find()),
        needs.filter(text -> LEVEL.matcher(text).matches()).map(Integer::valueOf));
  }

  /** Reads the pods of the Job; one of them ended well. */
  public static Optional<PlanAnswer> of(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(PlanAnswer::endedWell)
        .map(status ->
            new PlanAnswer(
                digest(status.getImageID()), needs(status.getState().getTerminated().getMessage())))
        .findFirst();
  }

  private static boolean endedWell(ContainerStatus status) {
    return status.getState() != null
        && status.getState().getTerminated() != null
        && Integer.valueOf(0).equals(status.getState().getTerminated().getExitCode());
  }

  /**
   * A runtime names an image by digest only when it came from a registry; without the name before
   * it, it is the image's local id and nobody can pull that.
   */
  private static Optional<String> digest(String imageId) {
    return Optional.ofNullable(imageId)
        .filter(id -> id.contains("@"))
        .map(DIGEST::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private static Optional<Integer> needs(String words) {
    try {
      JsonNode needs =
          Serialization.unmarshal(words == null ? "{}" : words, JsonNode.class).path("needs");
      return needs.isInt() ? Optional.of(needs.asInt()) : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
