/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.Cluster;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

  @Test
  void everySettingIsReadBackAsItWasWritten() throws Exception {
    Map<String, String> settings =
        Map.of(
            "plain", "value",
            "with space = and : and #", " a = b : c # d ! ",
            "path", "C:\\temp\\n",
            "lines", "one\ntwo\r\n\tthree",
            "unicode", "größer als Ω 🙂");
    SignalHarvester resource = Cluster.sample("settings: {x: y}");
    resource.getSpec().settings().clear();
    resource.getSpec().settings().putAll(settings);
    Properties read = new Properties();
    read.load(
        new StringReader(
            Snapshot.of(Settled.of(resource, new DefaultImages("p:1", "r:1")), "r1")
                .getData()
                .get(Snapshot.SETTINGS)));
    assertThat(read).containsExactlyInAnyOrderEntriesOf(settings);
  }

  @ParameterizedTest
  @CsvSource({
    "2048Mi,2Gi",
    "512Mi,512Mi",
    "0.5Gi,512Mi",
    "1000m,1",
    "0.5,500m",
    "250m,250m",
    "1,1",
    "1024Ki,1Mi",
    "1G,1G",
    "1000M,1G",
    "0,0",
    "1536Mi,1536Mi",
    "100k,100k"
  })
  void quantitiesAreWrittenAsTheServerStoresThem(String written, String stored) {
    assertThat(Quantities.canonical(new Quantity(written)).toString()).isEqualTo(stored);
  }
}
