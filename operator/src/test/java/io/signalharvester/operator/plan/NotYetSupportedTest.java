/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.signalharvester.api.v1alpha1.GeneratedCrd;
import io.signalharvester.operator.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the definition has and nothing acts on yet is refused, and told truly. */
class NotYetSupportedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database: {cloudNativePG: {instances: 3}} | spec.database.cloudNativePG",
        "rollout: {strategy: Canary} | spec.rollout.strategy",
        "exposure: {hosts: [a.b], gateway: {className: x}} | spec.exposure.gateway.className",
        "database: {managed: {storage: {size: 20Gi}}} | spec.database.managed.storage.size"
      })
  void aFieldThatNothingActsOnStallsAndChangesNothing(String change, String field) {
    Cluster cluster = Cluster.with("").settle();
    Set<String> before = cluster.keys();
    Plan plan = cluster.edit("app:2", change).pass();
    assertThat(plan.steps()).isEmpty();
    assertThat(cluster.keys()).isEqualTo(before);
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("NotYetSupported");
    assertThat(cluster.condition("Stalled").message()).contains(field);
    assertThat(cluster.condition("Ready").status()).isEqualTo("False");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
    assertThat(cluster.observation().status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void whatIsRefusedIsStillToldTruly() {
    Cluster cluster = Cluster.with("").settle();
    cluster.edit("app:1", "rollout: {strategy: Canary}");
    cluster.each(
        Deployment.class,
        deployment -> {
          deployment.getStatus().setReadyReplicas(0);
          return deployment;
        });
    cluster.pass();
    assertThat(cluster.condition("Available").status()).isEqualTo("False");
    assertThat(cluster.condition("DatabaseReady").status()).isEqualTo("True");
    assertThat(cluster.observation().status().podsReady()).isEqualTo("0/2");
  }

  @Test
  void theListOfFieldsThatNothingActsOnIsThatOfTheDefinition() {
    assertThat(NotYetSupported.all())
        .containsExactlyInAnyOrderElementsOf(
            notYet(
                "spec",
                GeneratedCrd.definition()
                    .getSpec()
                    .getVersions()
                    .getFirst()
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .getProperties()
                    .get("spec")));
  }

  private static List<String> notYet(String path, JSONSchemaProps schema) {
    List<String> fields = new ArrayList<>();
    schema
        .getProperties()
        .forEach((name, child) -> {
          boolean list = "array".equals(child.getType());
          String description = String.valueOf(child.getDescription());
          if (description.contains("Not yet supported")) {
            fields.add(path + "." + name);
          } else {
            fields.addAll(
                notYet(
                    path + "." + name + (list ? "[]" : ""),
                    list ? child.getItems().getSchema() : child));
          }
        });
    return fields;
  }
}
