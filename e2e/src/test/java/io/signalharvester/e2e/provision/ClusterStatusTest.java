/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.e2e.Failure;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {

  private static final String UP =
      """
      name=demo-abc123
      provider=bare
      state=up
      kubeconfig=/var/lib/harvest-cluster/demo-abc123/kubeconfig
      api=https://127.0.0.1:7443
      gateway=http://127.0.0.1:8085
      run=/var/lib/harvest-cluster/demo-abc123
      log=/var/lib/harvest-cluster/demo-abc123/log
      something=new
      """;

  @Test
  void readsARunningCluster() {
    ClusterStatus status = ClusterStatus.parse(UP);
    assertThat(status.state()).isEqualTo(ClusterStatus.State.UP);
    assertThat(status.gateway()).isEqualTo(URI.create("http://127.0.0.1:8085"));
    assertThat(status.kubeconfig())
        .isEqualTo(Path.of("/var/lib/harvest-cluster/demo-abc123/kubeconfig"));
    assertThat(status.reason()).isEmpty();
  }

  @Test
  void readsTheReasonOfABrokenOne() {
    ClusterStatus status =
        ClusterStatus.parse(
            UP.replace("state=up", "state=broken\nreason=etcd ended")
                .replaceAll("gateway=.*", "gateway="));
    assertThat(status.state()).isEqualTo(ClusterStatus.State.BROKEN);
    assertThat(status.reason()).isEqualTo("etcd ended");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> ClusterStatus.parse("name=x\nprovider=bare\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nothing about its state");
    assertThatThrownBy(() -> ClusterStatus.parse(UP.replace("state=up", "state=tired")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("unknown state tired");
  }

  @Test
  void demoAndTestsNeverShareACluster() {
    Path root = Path.of(".");
    assertThat(Cluster.forDemo(root).name()).matches("demo-[0-9a-f]{6}");
    assertThat(Cluster.forTests(root).name()).matches("e2e-[0-9a-f]{6}");
    assertThat(Cluster.forDemo(root).name())
        .isEqualTo(Cluster.forDemo(root.resolve("x/..").normalize()).name());
  }
}
