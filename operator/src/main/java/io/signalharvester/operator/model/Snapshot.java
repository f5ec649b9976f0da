/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The immutable ConfigMap of a revision. It freezes the rendered pod template and the settings, and
 * both are always taken from here again: an operator that renders differently changes nothing that
 * runs.
 */
public final class Snapshot {

  static final String SETTINGS = "settings.properties";
  static final String SETTINGS_FOLDER = "/etc/harvest";
  static final String SETTINGS_PATH = SETTINGS_FOLDER + "/" + SETTINGS;

  private static final String TEMPLATE = "pod-template.json";
  private static final String WORKER_TEMPLATE = "worker-template.json";
  private static final String IMAGE = "image";

  private Snapshot() {}

  /** The snapshot of what the user asks for now. */
  public static ConfigMap of(Settled asked, String revision) {
    PodTemplateSpec api = ApiPods.template(asked, revision);
    return new ConfigMapBuilder()
        .withMetadata(
            Metadata.owned(
                asked,
                asked.names().snapshot(revision),
                Labels.of(asked.name(), Component.API, asked.image(), revision)))
        .withImmutable(true)
        .withData(
            new TreeMap<>(
                Map.of(
                    TEMPLATE,
                    Serialization.asJson(api),
                    WORKER_TEMPLATE,
                    Serialization.asJson(Workers.template(asked.name(), api)),
                    SETTINGS,
                    properties(asked.settings()),
                    IMAGE,
                    asked.image())))
        .build();
  }

  /** The frozen pod template. */
  public static PodTemplateSpec template(ConfigMap snapshot) {
    return Serialization.unmarshal(snapshot.getData().get(TEMPLATE), PodTemplateSpec.class);
  }

  /** The frozen pod template of the workers; a snapshot of an earlier operator has none yet. */
  public static PodTemplateSpec workerTemplate(ConfigMap snapshot, String name) {
    String frozen = snapshot.getData().get(WORKER_TEMPLATE);
    return frozen == null
        ? Workers.template(name, template(snapshot))
        : Serialization.unmarshal(frozen, PodTemplateSpec.class);
  }

  /** The image of the revision, as the user wrote it. */
  public static String image(ConfigMap snapshot) {
    return Objects.requireNonNull(snapshot.getData().get(IMAGE), IMAGE);
  }

  /** Settings in the form of a Java properties file, sorted and without a date. */
  private static String properties(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> escape(entry.getKey()) + "=" + escape(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\', '=', ':', '#', '!', ' ' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < 0x20 || c > 0x7e) {
            escaped.append("\\u%04x".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
