/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.operator.Cluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevisionTest {

  /** A changed value here restarts every installation when the operator is upgraded. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 88efdf3c",
        "settings: {a.b: c} | ba5473b1",
        "api: {resources: {requests: {cpu: 1000m}}} | 140a2dd1",
        "database: {pool: {maxSize: 20}} | 1e5735ca",
        "database: {external: {secretRef: {name: db}}} | 699150a3",
        "cache: {external: {secretRef: {name: cache}}} | 597eab40",
        "api: {drain: {timeout: 60s}} | 791feff8"
      })
  void aNewerOperatorFindsTheSameRevision(String spec, String revision) {
    assertThat(Revision.of(Cluster.sample(spec).getSpec())).isEqualTo(revision);
  }
}
