/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions in the status of a resource, read without its Java type so that a refusal of a
 * field shows itself.
 */
record Conditions(long generation, List<Condition> all) {

  /** One condition and the generation that it was computed for. */
  record Condition(
      String type, String status, String reason, String message, long observedGeneration) {

    @Override
    public String toString() {
      return type + "=" + status + " " + reason + (message.isEmpty() ? "" : ": " + message);
    }
  }

  static Conditions of(GenericKubernetesResource resource) {
    Long generation = resource.getMetadata().getGeneration();
    Object status = resource.getAdditionalProperties().get("status");
    if (!(status instanceof Map<?, ?> fields)
        || !(fields.get("conditions") instanceof List<?> list)) {
      return new Conditions(generation == null ? 0 : generation, List.of());
    }
    long observed = number(fields.get("observedGeneration"));
    List<Condition> conditions =
        list.stream()
            .filter(Map.class::isInstance)
            .map(each -> condition((Map<?, ?>) each, observed))
            .toList();
    return new Conditions(generation == null ? 0 : generation, conditions);
  }

  /** The condition holds for what the resource asks now, not for what it asked before. */
  boolean isTrueNow(String type) {
    return now(type).filter(condition -> condition.status().equals("True")).isPresent();
  }

  Optional<Condition> now(String type) {
    return all.stream()
        .filter(condition ->
            condition.type().equals(type) && condition.observedGeneration() >= generation)
        .findFirst();
  }

  private static Condition condition(Map<?, ?> fields, long observed) {
    Object own = fields.get("observedGeneration");
    return new Condition(
        text(fields.get("type")),
        text(fields.get("status")),
        text(fields.get("reason")),
        text(fields.get("message")),
        own == null ? observed : number(own));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
