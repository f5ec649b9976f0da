/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the server replied. */
public final class Replies {

  private Replies() {}

  public static JsonNode json(WebTestClient.ResponseSpec response) {
    EntityExchangeResult<byte[]> result = response.expectBody().returnResult();
    return JsonMapper.shared().readTree(result.getResponseBody());
  }

  /** Asks with a good key; the path is sent as it is written, with its encoding. */
  public static WebTestClient.ResponseSpec ask(TestServer server, String path) {
    return server
        .api()
        .get()
        .uri(URI.create("http://127.0.0.1:" + server.port() + path))
        .exchange();
  }

  public static JsonNode ok(TestServer server, String path) {
    return json(ask(server, path).expectStatus().isOk());
  }

  public static JsonNode problem(TestServer server, String path, int status, String code) {
    return problem(ask(server, path), status, code);
  }

  public static JsonNode problem(WebTestClient.ResponseSpec response, int status, String code) {
    JsonNode problem =
        json(
            response
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json"));
    assertThat(problem.path("errorCode").asString()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asString())
        .isEqualTo("urn:harvest:error:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    for (String member : List.of("title", "detail", "instance", "requestId", "timestamp")) {
      assertThat(problem.path(member).asString()).as(member).isNotBlank();
    }
    return problem;
  }

  /** Asserts that the request is refused for exactly these fields. */
  public static void refused(TestServer server, String path, String... fields) {
    JsonNode problem = problem(server, path, 422, "VALIDATION_FAILED");
    assertThat(problem.path("errors").valueStream().map(error -> error.path("field").asString()))
        .as(path)
        .containsExactlyInAnyOrder(fields);
  }
}
