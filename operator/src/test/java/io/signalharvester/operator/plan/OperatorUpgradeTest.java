/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.operator.Cluster;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs was rendered by an operator that rendered differently: it stays as it is. */
class OperatorUpgradeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/health/ready | /healthz",
        "terminationGracePeriodSeconds\":45 | terminationGracePeriodSeconds\":99",
        "HARVEST_SETTINGS_FILE | HARVEST_SETTINGS",
        "\"/tmp\" | \"/var/tmp\""
      })
  void aNewerOperatorThatRendersDifferentlyTouchesNoPodTemplate(String now, String then) {
    Cluster cluster = Cluster.exposed().settle();
    cluster.each(HasMetadata.class, object -> rendered(object, now, then));
    Map<String, PodTemplateSpec> before = templates(cluster);
    assertThat(Serialization.asJson(before)).contains(then).doesNotContain(now);

    cluster.pass();

    assertThat(templates(cluster)).isEqualTo(before).hasSize(3);
    cluster.edit("app:2", Cluster.EXPOSURE).settle();
    assertThat(Serialization.asJson(templates(cluster)))
        .as("the next change of the user is rendered anew")
        .contains(now);
  }

  /** As if an older operator had written it: in the object, and in what is frozen as text. */
  private static HasMetadata rendered(HasMetadata object, String now, String then) {
    if (object.getKind().equals("StatefulSet")) {
      return object;
    }
    return Serialization.unmarshal(
        Serialization.asJson(object)
            .replace(now, then)
            .replace(now.replace("\"", "\\\""), then.replace("\"", "\\\"")),
        object.getClass());
  }

  private static Map<String, PodTemplateSpec> templates(Cluster cluster) {
    Map<String, PodTemplateSpec> templates = new TreeMap<>();
    cluster
        .observation()
        .all(Deployment.class)
        .forEach(d -> templates.put(d.getMetadata().getName(), d.getSpec().getTemplate()));
    cluster
        .observation()
        .all(CronJob.class)
        .forEach(c ->
            templates.put(
                c.getMetadata().getName(), c.getSpec().getJobTemplate().getSpec().getTemplate()));
    return templates;
  }
}
