/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image is made of.
 *
 * @param name the last part of the repository
 * @param layers from the one that changes least to the one that changes most
 * @param user numeric, so that `runAsNonRoot` can be checked
 * @param stopSignal what asks the process to end; PostgreSQL wants another one than the usual
 */
record Recipe(
    String name,
    List<Tree> layers,
    Map<String, String> environment,
    List<String> entrypoint,
    int user,
    String folder,
    String stopSignal) {

  /** The same image with more variables in its environment. */
  Recipe with(Map<String, String> variables) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(variables);
    return new Recipe(name, layers, all, entrypoint, user, folder, stopSignal);
  }

  /** The part of the image's configuration that this recipe decides, in a fixed order. */
  Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", user + ":" + user);
    config.put(
        "Env",
        new TreeMap<>(environment)
            .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    if (!entrypoint.isEmpty()) {
      config.put("Entrypoint", entrypoint);
    }
    config.put("WorkingDir", folder);
    config.put("StopSignal", stopSignal);
    return config;
  }

  /** Raised when the writer of archives changes what it makes of the same input. */
  private static final String WRITER = "writer 1";

  /** Eight digits that change with any input. */
  String key() throws IOException {
    Digest digest = new Digest().text(WRITER).text(name).text(config().toString());
    for (Tree layer : layers) {
      digest.text(layer.digest());
    }
    return digest.hex().substring(0, 8);
  }
}
