/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The app alone, as `./mvnw -Pdev` starts it. */
class DevIT {

  private static final Pattern CURL = Pattern.compile("curl -sS -H 'X-API-Key: (\\S+)' '(\\S+)'");

  @Test
  void theLinesThatAreShownAnswerWithTheSampleData() throws IOException {
    List<String> said = new ArrayList<>();
    List<JsonNode> answers = new ArrayList<>();
    ProcessHandle app;
    try (Dev dev = Dev.start(Path.of("..").toRealPath(), said::add)) {
      app = dev.serving().process();
      Matcher line = CURL.matcher(dev.summary());
      while (line.find()) {
        HttpResponse<String> answer =
            dev.serving()
                .get(java.net.URI.create(line.group(2)), Map.of("X-API-Key", line.group(1)));
        assertThat(answer.statusCode()).as(line.group(2)).isEqualTo(200);
        answers.add(new ObjectMapper().readTree(answer.body()));
      }
    }

    assertThat(said.getLast()).contains("\"status\":\"completed\"", "\"warnings\":[]");
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).path("items")).hasSizeGreaterThanOrEqualTo(20);
    assertThat(answers.get(1).path("components")).hasSize(5);
    assertThat(answers.get(2).path("items")).isNotEmpty();
    assertThat(app.isAlive()).as("it takes its processes with it").isFalse();
  }
}
