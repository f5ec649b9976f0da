/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.probe;

import io.signalharvester.operator.traffic.ProbeReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One batch of requests through a gateway, each on a fresh connection, because a kept one stays
 * with the pod that it was led to.
 */
final class GatewayProbe {

  /** Size of a batch ("rollouts", section 4). */
  static final int BATCH = 200;

  private static final String PATH = "/api/v1/info";
  private static final String REVISION = "x-harvester-revision:";
  private static final int AT_ONCE = 20;
  private static final int LONGEST_LINE = 8192;
  private static final Duration EACH = Duration.ofSeconds(2);
  private static final Duration ALL = Duration.ofSeconds(20);

  private final String host;
  private final int port;
  private final String request;

  /**
   * A probe of a gateway.
   *
   * @param address {@code host:port}; port 80 when it names none
   * @param name the host name that the route serves
   * @param token what makes the workload tell its revision
   */
  GatewayProbe(String address, String name, String token) {
    int colon = address.lastIndexOf(':');
    boolean hasPort =
        colon > address.lastIndexOf(']') && address.indexOf(':') == colon
            || colon > address.lastIndexOf(']') && address.startsWith("[");
    this.host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
    this.port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : 80;
    this.request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nX-Harvester-Probe: %s\r\nConnection: close\r\n\r\n"
            .formatted(PATH, name, token);
  }

  /** Sends one batch; it ends within twenty seconds. */
  ProbeReport ask() {
    Semaphore room = new Semaphore(AT_ONCE);
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BATCH; i++) {
        answers.add(
            probes.submit(() -> {
              room.acquire();
              try {
                return one();
              } finally {
                room.release();
              }
            }));
      }
      probes.shutdown();
      if (!probes.awaitTermination(ALL.toMillis(), TimeUnit.MILLISECONDS)) {
        probes.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return report(answers);
  }

  private static ProbeReport report(List<Future<String>> answers) {
    Map<String, Integer> counts = new TreeMap<>();
    Optional<String> failure = Optional.empty();
    for (Future<String> answer : answers) {
      try {
        counts.merge(answer.resultNow(), 1, Integer::sum);
      } catch (IllegalStateException e) {
        failure = failure.or(() -> Optional.of(why(answer)));
      }
    }
    return new ProbeReport(BATCH, counts, failure);
  }

  private static String why(Future<String> answer) {
    if (answer.state() != Future.State.FAILED) {
      return "no answer within %d s".formatted(ALL.toSeconds());
    }
    Throwable cause = answer.exceptionNow();
    Throwable root =
        cause instanceof ExecutionException e && e.getCause() != null ? e.getCause() : cause;
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** The revision that answered. */
  private String one() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) EACH.toMillis());
      socket.setSoTimeout((int) EACH.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1),
              LONGEST_LINE);
      String status = in.readLine();
      if (status == null || !status.contains(" 200")) {
        throw new IOException("answered " + (status == null ? "nothing" : status.strip()));
      }
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith(REVISION)) {
          return line.substring(REVISION.length()).strip();
        }
      }
      throw new IOException("answered without naming its revision");
    }
  }
}
