/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes the custom resource definition from the Java types. */
public final class GeneratedCrd {

  private static final String NOTICE =
      "# Generated from the Java types in crds/. Change those, then run: ./mvnw -pl crds test"
          + " -Dharvest.docs=write\n";

  /** Fields that hold types of Kubernetes itself: their inside is described by Kubernetes. */
  static final Set<String> FOREIGN =
      Set.of(
          "resources",
          "namespaceSelector",
          "podSelector",
          "behavior",
          "tolerations",
          "affinity",
          "topologySpreadConstraints",
          "securityContext",
          "env",
          "envFrom",
          "volumes",
          "volumeMounts");

  private static final List<String> COLUMNS =
      List.of("Ready", "State", "Version", "Pods", "Age", "Reason", "Message", "URL");

  private GeneratedCrd() {}

  /** The definition as an object. */
  public static CustomResourceDefinition definition() {
    try {
      Path folder = Files.createTempDirectory("crd");
      new CRDGenerator()
          .customResourceClasses(SignalHarvester.class)
          .forCRDVersions("v1")
          .inOutputDir(folder.toFile())
          .detailedGenerate();
      Path file = folder.resolve("signalharvesters.signalharvester.io-v1.yml");
      CustomResourceDefinition crd =
          Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
      Files.delete(file);
      Files.delete(folder);
      crd.getSpec().getNames().setCategories(List.of("harvest"));
      crd.getMetadata().setAnnotations(null);
      JSONSchemaProps root =
          crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
      finish(root);
      root.setRequired(List.of("spec"));
      // The generator loses bounds of map values in the class of the spec itself.
      root.getProperties()
          .get("spec")
          .getProperties()
          .get("settings")
          .getAdditionalProperties()
          .getSchema()
          .setMaxLength(4096L);
      keyed("type", root, "status", "conditions");
      keyed("name", root, "spec", "pipelines");
      keyed("name", root, "spec", "notifications");
      keyed("name", root, "spec", "rollout", "gates");
      crd.getSpec()
          .getVersions()
          .getFirst()
          .getAdditionalPrinterColumns()
          .sort(Comparator.comparing(column -> COLUMNS.indexOf(column.getName())));
      return crd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator knows no list keys; without them two writers overwrite each other's items. */
  private static void keyed(String key, JSONSchemaProps root, String... path) {
    JSONSchemaProps schema = root;
    for (String name : path) {
      schema = schema.getProperties().get(name);
    }
    schema.setXKubernetesListType("map");
    schema.setXKubernetesListMapKeys(List.of(key));
  }

  /**
   * Sorts the properties, so that the file does not depend on the order in the Java types, and lets
   * open objects hold any value: the generator would only allow objects in them. It also finds a
   * rule of a record's field twice.
   */
  private static void finish(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())
        && schema.getProperties().isEmpty()) {
      schema.setAdditionalProperties(null);
    }
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if (schema.getProperties() != null) {
      schema.setProperties(new TreeMap<>(schema.getProperties()));
      schema.getProperties().values().forEach(GeneratedCrd::finish);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      finish(schema.getItems().getSchema());
    }
  }

  static String yaml() {
    return NOTICE + "---\n" + Serialization.asYaml(definition()).replaceFirst("^---\n", "");
  }

  /** The chart's template: the same definition, kept when the chart is removed. */
  static String chartTemplate() {
    CustomResourceDefinition crd = definition();
    crd.getMetadata().setAnnotations(new TreeMap<>(Map.of("helm.sh/resource-policy", "keep")));
    return NOTICE
        + "{{- if .Values.crds.install }}\n---\n"
        + Serialization.asYaml(crd).replaceFirst("^---\n", "")
        + "{{- end }}\n";
  }
}
