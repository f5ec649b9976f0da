/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the reference page of the custom resource definition. */
final class CrdPage {

  private CrdPage() {}

  static String of(CustomResourceDefinition crd) {
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    StringBuilder page = new StringBuilder();
    page.append("# SignalHarvester (")
        .append(SignalHarvester.GROUP)
        .append('/')
        .append(SignalHarvester.VERSION)
        .append(")\n\nGenerated from the Java types in `crds/`; do not edit.\n");
    for (String part : List.of("spec", "status")) {
      page.append("\n## ").append(part).append("\n\n");
      page.append("| field | type | default | bounds | meaning |\n|---|---|---|---|---|\n");
      rows(part, root.getProperties().get(part), page);
    }
    page.append(
        "\n## Rules\n\nThe API server refuses what breaks one of these, with this message.\n\n");
    rules("", root, page);
    return page.toString();
  }

  private static void rows(String path, JSONSchemaProps schema, StringBuilder page) {
    schema
        .getProperties()
        .forEach((name, child) -> {
          boolean list = "array".equals(child.getType());
          String field = path + "." + name + (list ? "[]" : "");
          boolean required = schema.getRequired().contains(name);
          page.append("| `")
              .append(field)
              .append("` | ")
              .append(child.getType())
              .append(required ? ", required" : "")
              .append(" | ")
              .append(child.getDefault() == null ? "" : "`" + child.getDefault() + "`")
              .append(" | ")
              .append(String.join(", ", bounds(child)))
              .append(" | ")
              .append(Objects.toString(child.getDescription(), ""))
              .append(" |\n");
          // What a Kubernetes type holds is documented by Kubernetes.
          if (!GeneratedCrd.FOREIGN.contains(name)) {
            rows(field, list ? child.getItems().getSchema() : child, page);
          }
        });
  }

  private static List<String> bounds(JSONSchemaProps schema) {
    List<String> bounds = new ArrayList<>();
    if (schema.getMinimum() != null) {
      bounds.add(schema.getMinimum().longValue() + " to " + schema.getMaximum().longValue());
    }
    if (schema.getMaxLength() != null) {
      bounds.add("at most " + schema.getMaxLength() + " characters");
    }
    if (schema.getMaxItems() != null) {
      bounds.add("at most " + schema.getMaxItems() + " items");
    }
    if (schema.getPattern() != null) {
      bounds.add("`" + schema.getPattern().replace("|", "\\|") + "`");
    }
    schema.getEnum().forEach(value -> bounds.add("`" + value.asText() + "`"));
    return bounds;
  }

  private static void rules(String path, JSONSchemaProps schema, StringBuilder page) {
    schema
        .getXKubernetesValidations()
        .forEach(rule ->
            page.append("- ")
                .append(path.isEmpty() ? "the resource" : "`" + path + "`")
                .append(": ")
                .append(rule.getMessage())
                .append('\n'));
    schema
        .getProperties()
        .forEach((name, child) -> {
          String field = path.isEmpty() ? name : path + "." + name;
          boolean list = "array".equals(child.getType());
          rules(field, child, page);
          if (list && !GeneratedCrd.FOREIGN.contains(name)) {
            rules(field + "[]", child.getItems().getSchema(), page);
          }
        });
  }
}
