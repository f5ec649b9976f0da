/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  @Test
  void eachProbeAnswersWhatItIsAskedFor() throws Exception {
    AtomicBoolean ready = new AtomicBoolean(false);
    try (HealthServer server = HealthServer.start(0, () -> true, ready::get);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(status(client, server, "/healthz")).isEqualTo(200);
      assertThat(status(client, server, "/readyz")).isEqualTo(503);
      ready.set(true);
      assertThat(status(client, server, "/readyz")).isEqualTo(200);
      assertThat(status(client, server, "/other")).isEqualTo(404);
    }
  }

  private static int status(HttpClient client, HealthServer server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
