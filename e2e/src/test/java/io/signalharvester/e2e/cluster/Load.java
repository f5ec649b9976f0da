/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a steady rate, whether or not earlier ones were answered: every other one on a
 * connection of its own, the rest on connections that are kept. Whatever is not 200 is a failure.
 */
public final class Load implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_IN_FLIGHT = 500;
  private static final String OK = "200";

  private final URI gateway;
  private final String host;
  private final String path;
  private final String apiKey;
  private final long periodNanos;
  private final HttpClient keeping =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
  private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
  private final Map<String, String> firsts = new ConcurrentHashMap<>();
  private final long begun = System.nanoTime();
  private final Thread pace;
  private volatile boolean running = true;

  /**
   * What happened.
   *
   * @param sent how many requests were sent
   * @param failures how often each failure came and how many seconds after the start at first
   */
  public record Outcome(int sent, Map<String, String> failures) {}

  private Load(URI gateway, String host, String path, String apiKey, int perSecond) {
    this.gateway = gateway;
    this.host = host + ":" + gateway.getPort();
    this.path = path;
    this.apiKey = apiKey;
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.pace = Thread.ofPlatform().name("load").daemon().start(this::send);
  }

  /** Begins to ask the gateway for the path of the host. */
  public static Load start(URI gateway, String host, String path, String apiKey, int perSecond) {
    return new Load(gateway, host, path, apiKey, perSecond);
  }

  /** Ends it, waits for the last answers and tells what happened. */
  public Outcome stop() throws InterruptedException {
    running = false;
    pace.join();
    requests.shutdown();
    if (!requests.awaitTermination(30, TimeUnit.SECONDS)) {
      count("no answer until the end");
    }
    Map<String, String> failures = new TreeMap<>();
    outcomes.forEach((outcome, times) -> {
      if (!outcome.equals(OK)) {
        failures.put(outcome, times + " times, at first after " + firsts.get(outcome) + " s");
      }
    });
    return new Outcome(outcomes.values().stream().mapToInt(AtomicInteger::get).sum(), failures);
  }

  @Override
  public void close() {
    running = false;
    requests.shutdownNow();
    keeping.shutdownNow();
  }

  private void send() {
    for (long i = 0; running; i++) {
      LockSupport.parkNanos(begun + i * periodNanos - System.nanoTime());
      if (!room.tryAcquire()) {
        count("more than " + MOST_IN_FLIGHT + " requests without an answer");
        continue;
      }
      boolean alone = i % 2 == 0;
      requests.execute(() -> {
        try {
          count(alone ? onItsOwn() : onAKeptOne());
        } catch (IOException e) {
          count(
              (alone ? "own connection: " : "kept connection: ")
                  + e.getClass().getSimpleName()
                  + " "
                  + e.getMessage());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          room.release();
        }
      });
    }
  }

  private String onAKeptOne() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(TIMEOUT)
            .header("Host", host)
            .header("X-API-Key", apiKey)
            .build();
    int status = keeping.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    return status == 200 ? OK : "kept connection: " + status;
  }

  private String onItsOwn() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(gateway.getHost(), gateway.getPort()), (int) TIMEOUT.toMillis());
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET %s HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host, apiKey))
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String status = String.valueOf(in.readLine());
      while (in.readLine() != null) {
        // The whole answer counts, not its beginning alone.
      }
      return status.startsWith("HTTP/1.1 200 ") ? OK : "own connection: " + status;
    }
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, ignored -> new AtomicInteger()).incrementAndGet();
    firsts.computeIfAbsent(outcome, ignored -> "%.1f".formatted((System.nanoTime() - begun) / 1e9));
  }
}
