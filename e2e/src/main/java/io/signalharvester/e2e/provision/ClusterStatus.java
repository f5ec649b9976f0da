/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.signalharvester.e2e.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the cluster program says about a cluster.
 *
 * @param provider how it is made: kind or bare
 * @param reason why it is broken; empty otherwise
 * @param gateway where routes are served; empty path, meaningless while the cluster is not up
 * @param log the folder with the logs of its parts
 */
public record ClusterStatus(
    String name,
    String provider,
    State state,
    String reason,
    Path kubeconfig,
    URI gateway,
    Path log) {

  /** Whether it can be used. */
  public enum State {
    /** It answers. */
    UP,
    /** There is none. */
    DOWN,
    /** A part of it is gone; `up` makes it anew. */
    BROKEN
  }

  /**
   * Reads the lines `key=value`; keys that are not known are left out, since newer programs may say
   * more.
   */
  static ClusterStatus parse(String lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new ClusterStatus(
        required(values, "name"),
        required(values, "provider"),
        state(required(values, "state")),
        values.getOrDefault("reason", ""),
        Path.of(required(values, "kubeconfig")),
        URI.create(values.getOrDefault("gateway", "")),
        Path.of(values.getOrDefault("log", "")));
  }

  private static State state(String text) {
    try {
      return State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          "The cluster program names the unknown state " + text + ": run it by hand with `status`.",
          e);
    }
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null || value.isEmpty()) {
      throw new Failure(
          "The cluster program said nothing about its " + key + ": run it by hand with `status`.");
    }
    return value;
  }
}
