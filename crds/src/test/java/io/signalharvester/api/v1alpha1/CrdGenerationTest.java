/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Java types are the only source of the custom resource definition and its pages. */
class CrdGenerationTest {

  @Test
  void theCommittedDefinitionIsTheGeneratedOne() throws IOException {
    GeneratedFile.of("crds/signalharvesters.signalharvester.io.yaml")
        .mustEqual(GeneratedCrd.yaml());
  }

  @Test
  void theChartInstallsTheGeneratedDefinition() throws IOException {
    GeneratedFile.of("helm/signal-harvester-operator/templates/crd-signalharvesters.yaml")
        .mustEqual(GeneratedCrd.chartTemplate());
  }

  @Test
  void theReferencePageListsEveryField() throws IOException {
    GeneratedFile.of("docs/reference/crd.md").mustEqual(CrdPage.of(GeneratedCrd.definition()));
  }

  @Test
  void everyFieldOfOursHasADescriptionAndBounds() {
    CustomResourceDefinition crd = GeneratedCrd.definition();
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    List<String> faults = new ArrayList<>();
    walk("spec", root.getProperties().get("spec"), faults);
    walk("status", root.getProperties().get("status"), faults);
    assertThat(faults).isEmpty();
  }

  private static void walk(String path, JSONSchemaProps schema, List<String> faults) {
    schema
        .getProperties()
        .forEach((name, child) -> {
          String field = path + "." + name;
          if (child.getDescription() == null || child.getDescription().isBlank()) {
            faults.add(field + " has no description");
          }
          if (!bounded(child)) {
            faults.add(field + " has no bounds");
          }
          if (!GeneratedCrd.FOREIGN.contains(name)) {
            inside(field, child, faults);
          }
        });
  }

  /** What a field holds: fields, items of a list, or values of a map. */
  private static void inside(String field, JSONSchemaProps schema, List<String> faults) {
    walk(field, schema, faults);
    JSONSchemaProps held =
        schema.getItems() != null
            ? schema.getItems().getSchema()
            : schema.getAdditionalProperties() != null
                ? schema.getAdditionalProperties().getSchema()
                : null;
    if (held != null) {
      if (!bounded(held)) {
        faults.add(field + "[] has no bounds");
      }
      inside(field + "[]", held, faults);
    }
  }

  private static boolean bounded(JSONSchemaProps schema) {
    return switch (schema.getType()) {
      case "string" -> schema.getMaxLength() != null || !schema.getEnum().isEmpty();
      case "integer", "number" -> schema.getMinimum() != null && schema.getMaximum() != null;
      case "array" -> schema.getMaxItems() != null;
      case "object" ->
          schema.getAdditionalProperties() == null || schema.getMaxProperties() != null;
      default -> true;
    };
  }
}
