/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.signalharvester.operator.traffic.ProbeReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch of probes counts what really answers. */
class GatewayProbeTest {

  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private int everyNth = Integer.MAX_VALUE;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 300);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/api/v1/info",
        exchange -> {
          connections.add(exchange.getRemoteAddress().getPort());
          boolean ours =
              "token".equals(exchange.getRequestHeaders().getFirst("X-Harvester-Probe"))
                  && "demo.example.com".equals(exchange.getRequestHeaders().getFirst("Host"));
          if (ours) {
            exchange
                .getResponseHeaders()
                .set(
                    "X-Harvester-Revision",
                    requests.incrementAndGet() % everyNth == 0 ? "old" : "new");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void everyProbeHasAConnectionOfItsOwn() {
    ProbeReport report = new GatewayProbe(address(), "demo.example.com", "token").ask();
    assertThat(report.answers()).isEqualTo(Map.of("new", 200));
    assertThat(report.allBy("new")).isTrue();
    assertThat(connections).hasSizeGreaterThan(150);
  }

  @Test
  void aRevisionThatStillAnswersIsCounted() {
    everyNth = 50;
    ProbeReport report = new GatewayProbe(address(), "demo.example.com", "token").ask();
    assertThat(report.answers()).isEqualTo(Map.of("new", 196, "old", 4));
    assertThat(report.allBy("new")).isFalse();
    assertThat(report.sentence()).contains("196 by revision new").contains("4 by revision old");
  }

  @Test
  void aWrongTokenIsToldNothing() {
    ProbeReport report = new GatewayProbe(address(), "demo.example.com", "guess").ask();
    assertThat(report.unreachable()).isTrue();
    assertThat(report.failure()).contains("answered without naming its revision");
  }

  @Test
  void anAnswerThatIsNotGoodIsAFailure() {
    status = 503;
    ProbeReport report = new GatewayProbe(address(), "demo.example.com", "token").ask();
    assertThat(report.unreachable()).isTrue();
    assertThat(report.failure()).hasValueSatisfying(text -> assertThat(text).contains("503"));
  }

  @Test
  void aGatewayThatIsNotThereIsUnreachable() {
    String address = address();
    server.stop(0);
    ProbeReport report = new GatewayProbe(address, "demo.example.com", "token").ask();
    assertThat(report.unreachable()).isTrue();
    assertThat(report.failure()).isPresent();
  }
}
