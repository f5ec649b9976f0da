/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.bench.BenchResult.Bar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestBenchTest {

  private static final Instant AT = Instant.parse("2031-03-04T05:06:07Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPORT =
      """
      {"versions": {"postgresql": "18.6"},
       "figures": {"stored, pages of 500": {"unit": "artifacts/s", "values": [9000, 4999, 100]},
                   "scored for the first time": {"unit": "artifacts/s", "values": [1000]},
                   "scored again": {"unit": "artifacts/s", "values": [1100, 1200]}}}
      """;

  @Test
  void barsAreMeasuredAtTheMedianAndOneThatDoesNotHoldIsShown(@TempDir Path folder)
      throws IOException {
    BenchResult result = IngestBench.result(JSON.readTree(REPORT), AT);

    assertThat(result.bars())
        .containsExactly(
            new Bar("stored, pages of 500", 4999, 5000, "artifacts/s", false),
            new Bar("scored for the first time", 1000, 1000, "artifacts/s", true),
            new Bar("scored again", 1150, 1000, "artifacts/s", true));
    assertThat(result.table()).containsPattern("FAILS stored, pages of 500 +4999.0");
    JsonNode kept = JSON.readTree(result.write(folder).toFile());
    assertThat(kept.path("seed").asLong()).isPositive();
    assertThat(kept.path("at").asText()).isEqualTo("2031-03-04T05:06:07Z");
    assertThat(kept.path("versions").path("postgresql").asText()).isEqualTo("18.6");
    assertThat(kept.path("machine").path("cores").asInt()).isPositive();
    assertThat(kept.path("bars").path(0).path("holds").asBoolean(true)).isFalse();
    JsonNode figure = kept.path("figures").path("stored, pages of 500");
    assertThat(figure.path("values")).hasSize(3);
    assertThat(figure.path("median").asDouble()).isEqualTo(4999);
  }

  @Test
  void aFigureThatWasNotMeasuredIsAFailureAndNoBar() throws IOException {
    JsonNode report = JSON.readTree("{\"figures\": {}}");

    assertThatThrownBy(() -> IngestBench.result(report, AT))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("stored, pages of 500");
  }

  @Test
  void itHasAName() {
    assertThat(Bench.ALL).containsKeys("ingest", "start");
  }
}
