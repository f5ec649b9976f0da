/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.local;

import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running server of the app. */
public final class Serving implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** More than the 25 s that running requests get. */
  private static final Duration END = Duration.ofSeconds(40);

  private final Process process;
  private final int port;
  private final int managementPort;
  private final Path log;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  Serving(Process process, int port, int managementPort, Path log) {
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
    this.log = log;
  }

  /** Where the API is. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where the probes are. */
  public URI managementUrl() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  /** The process that serves. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Asks it; nobody answering is a failure that shows the log. */
  public HttpResponse<String> get(URI uri, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    headers.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Failure("The server does not answer at " + uri + ":\n" + App.tail(log), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The request was interrupted: run it again.", e);
    }
  }

  /** Ends it as Kubernetes does and returns its exit code; 143 is the usual one after SIGTERM. */
  public int stop() {
    process.destroy();
    try {
      if (process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new Failure("The server did not end in " + END.toSeconds() + " s:\n" + App.tail(log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new Failure("The end of the server was interrupted.", e);
    }
  }

  @Override
  public void close() {
    client.close();
    stop();
  }

  /** What it said so far, the last lines. */
  public String lastWords() {
    return App.tail(log);
  }

  void awaitReady(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new Failure("The server ended by itself:\n" + App.tail(log));
      }
      if (isReady()) {
        return;
      }
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    process.destroyForcibly();
    throw new Failure(
        "The server was not ready after " + deadline.toSeconds() + " s:\n" + App.tail(log));
  }

  private boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(managementUrl().resolve("/health/startup")).timeout(TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
