/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Requests to a host through the cluster's gateway.
 *
 * <p>Java does not resolve names below localhost as curl does, so the gateway's address is asked
 * with the host's name in the header. The JVM must allow that:
 * `-Djdk.httpclient.allowRestrictedHeaders=host`.
 */
public final class Gateway implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI address;
  private final String host;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  /** The gateway at the address, for the host. */
  public Gateway(URI address, String host) {
    this.address = address;
    this.host = host;
  }

  /** The address that a person uses: the host with the gateway's port. */
  public URI url() {
    return URI.create("http://" + host + ":" + address.getPort());
  }

  /**
   * An answer; a gateway that cannot be reached is an answer with status 0, since waits ask again.
   */
  public Answer get(String path, String apiKey) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(TIMEOUT)
            .header("Host", host + ":" + address.getPort())
            .header("X-API-Key", apiKey)
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("X-Cache").orElse(""));
    } catch (IOException e) {
      return new Answer(0, String.valueOf(e.getMessage()), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The request was interrupted: run it again.", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * An answer.
   *
   * @param status status; 0 means that nobody answered and the body says why
   * @param body body
   * @param cache where the app says that it has the body from, HIT, MISS or STALE; empty when it
   *     says nothing
   */
  public record Answer(int status, String body, String cache) {}

  /** How many elements the answer's list `items` has; none when there is no such list. */
  int items(Answer answer) {
    try {
      JsonNode items = json.readTree(answer.body()).path("items");
      return answer.status() == 200 ? items.size() : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
