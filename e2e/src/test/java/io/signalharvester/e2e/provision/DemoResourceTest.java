/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.e2e.images.Image;
import io.signalharvester.e2e.images.ImageSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoResourceTest {

  private static final Image APP =
      new Image("signal-harvester/app:0.1.0-01234567", Path.of("app.tar"));

  @Test
  void namesTheImageOfThisBuild() {
    var resource = Demo.resource(new ImageSet(APP, APP, APP, APP, APP));
    assertThat(resource.getMetadata().getName()).isEqualTo(Demo.NAME);
    assertThat(resource.getMetadata().getNamespace()).isEqualTo(Demo.NAMESPACE);
    assertThat(resource.<String>get("spec", "image")).isEqualTo(APP.reference());
    assertThat(resource.<List<String>>get("spec", "exposure", "hosts")).containsExactly(Demo.HOST);
    assertThat(resource.<Map<String, Object>>get("spec", "settings").values())
        .allMatch(String.class::isInstance);
  }

  @Test
  void conditionsCountOnlyForTheGenerationTheyWereComputedFor() {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: signalharvester.io/v1alpha1
            kind: SignalHarvester
            metadata: {name: demo, generation: 3}
            status:
              observedGeneration: 3
              conditions:
              - {type: Ready, status: "True", reason: Serving, message: old, observedGeneration: 2}
              - {type: Available, status: "True", reason: Serving}
            """,
            io.fabric8.kubernetes.api.model.GenericKubernetesResource.class);
    Conditions conditions = Conditions.of(resource);
    assertThat(conditions.isTrueNow("Ready")).isFalse();
    assertThat(conditions.isTrueNow("Available")).isTrue();
    assertThat(conditions.isTrueNow("Stalled")).isFalse();
  }
}
