/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.signalharvester.operator.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {

  private static PodSpec pod(String spec) {
    Settled asked = Settled.of(Cluster.sample(spec), new DefaultImages("p:1", "r:1"));
    return ApiPods.template(asked, "r1").getSpec();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 5 | 45",
        "api: {drain: {}} | 5 | 45",
        "api: {drain: {preStop: 20s}} | 20 | 60",
        "api: {drain: {timeout: 1m30s}} | 5 | 110",
        "api: {drain: {preStop: 1m, timeout: 1h}} | 60 | 3675"
      })
  void aPodWaitsThenEndsItsRequestsAndIsKilledOnlyAfterThat(String spec, long sleep, long grace) {
    assertThat(
            pod(spec)
                .getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds())
        .isEqualTo(sleep);
    assertThat(pod(spec).getTerminationGracePeriodSeconds()).isEqualTo(grace);
  }

  @Test
  void aPauseOfNothingIsLeftOutBecauseOldClustersRefuseIt() {
    PodSpec pod = pod("api: {drain: {preStop: 0s}}");
    assertThat(pod.getContainers().getFirst().getLifecycle()).isNull();
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({"90s,PT90S", "10m,PT10M", "1h30m,PT1H30M", "24h,PT24H", "0s,PT0S"})
  void durationsAreReadAsTheyAreWritten(String written, Duration read) {
    assertThat(Durations.of(written)).isEqualTo(read);
  }
}
