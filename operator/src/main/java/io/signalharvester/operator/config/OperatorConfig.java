/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.config;

import io.signalharvester.operator.model.DefaultImages;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator is told by its environment.
 *
 * @param namespace namespace of the operator's own pod, where its lease lives
 * @param watched namespaces to watch; empty for all
 * @param images images of the stores when a resource names none
 * @param healthPort port of the probes, 1 to 65535
 */
public record OperatorConfig(
    String namespace, Set<String> watched, DefaultImages images, int healthPort) {

  private static final int MAX_PORT = 65535;

  /** An environment that the operator cannot start with; the message is for a person. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * Reads the environment.
   *
   * @throws Invalid when a variable is missing or wrong; names it, its value, the rule and a remedy
   */
  public static OperatorConfig of(Map<String, String> environment) throws Invalid {
    return new OperatorConfig(
        required(environment, "OPERATOR_NAMESPACE", "the namespace of the operator's pod"),
        Arrays.stream(environment.getOrDefault("OPERATOR_WATCH_NAMESPACES", "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        new DefaultImages(
            required(environment, "OPERATOR_POSTGRES_IMAGE", "the default PostgreSQL image"),
            required(environment, "OPERATOR_REDIS_IMAGE", "the default Redis image")),
        port(environment.getOrDefault("OPERATOR_HEALTH_PORT", "8080")));
  }

  private static String required(Map<String, String> environment, String name, String meaning)
      throws Invalid {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new Invalid("%s is not set: set it to %s".formatted(name, meaning)));
  }

  private static int port(String text) throws Invalid {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, with the rule.
    }
    throw new Invalid(
        "OPERATOR_HEALTH_PORT is '%s', and a port is a number from 1 to %d: set it to a free one"
            .formatted(text, MAX_PORT));
  }
}
