/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
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
  private static final String DIGEST = SignalHarvester.GROUP + "/digest";
  private static final String NEEDS = SignalHarvester.GROUP + "/needs";

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
                    Serialization.asJson(Workers.template(api)),
                    SETTINGS,
                    properties(asked.settings()),
                    IMAGE,
                    asked.image())))
        .build();
  }

  /** The same snapshot, with what the image said of itself. It is not in the frozen data. */
  public static ConfigMap answered(ConfigMap snapshot, PlanAnswer answer) {
    Map<String, String> annotations = new TreeMap<>();
    answer.digest().ifPresent(digest -> annotations.put(DIGEST, digest));
    answer.needs().ifPresent(needs -> annotations.put(NEEDS, Integer.toString(needs)));
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(snapshot.getMetadata().getName())
        .withNamespace(snapshot.getMetadata().getNamespace())
        .withLabels(snapshot.getMetadata().getLabels())
        .withAnnotations(annotations)
        .withOwnerReferences(snapshot.getMetadata().getOwnerReferences())
        .endMetadata()
        .withImmutable(true)
        .withData(snapshot.getData())
        .build();
  }

  /** What the image said of itself, as far as the snapshot has it. */
  public static PlanAnswer answer(ConfigMap snapshot) {
    return PlanAnswer.of(annotation(snapshot, DIGEST), annotation(snapshot, NEEDS));
  }

  private static Optional<String> annotation(ConfigMap snapshot, String key) {
    return Optional.ofNullable(snapshot.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(key));
  }

  /** The frozen pod template, with the image by digest where that is known. */
  public static PodTemplateSpec template(ConfigMap snapshot) {
    return pinned(snapshot, frozen(snapshot, TEMPLATE));
  }

  /** The frozen pod template of the workers; a snapshot of an earlier operator has none yet. */
  public static PodTemplateSpec workerTemplate(ConfigMap snapshot) {
    return snapshot.getData().containsKey(WORKER_TEMPLATE)
        ? pinned(snapshot, frozen(snapshot, WORKER_TEMPLATE))
        : Workers.template(template(snapshot));
  }

  private static PodTemplateSpec frozen(ConfigMap snapshot, String key) {
    return Serialization.unmarshal(snapshot.getData().get(key), PodTemplateSpec.class);
  }

  private static PodTemplateSpec pinned(ConfigMap snapshot, PodTemplateSpec template) {
    answer(snapshot)
        .digest()
        .ifPresent(digest ->
            template
                .getSpec()
                .getContainers()
                .forEach(
                    container -> container.setImage(ImageName.at(container.getImage(), digest))));
    return template;
  }

  /** The settings of the revision, as its pods read them. */
  public static Map<String, String> settings(ConfigMap snapshot) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(snapshot.getData().getOrDefault(SETTINGS, "")));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can always be read", e);
    }
    Map<String, String> settings = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
    return settings;
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
