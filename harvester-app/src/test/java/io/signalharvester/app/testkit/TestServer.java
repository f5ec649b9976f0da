/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.serve.Ports;
import io.signalharvester.app.serve.Role;
import io.signalharvester.app.serve.Server;
import java.time.Clock;
import java.time.Duration;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The real server on free ports, with clients that speak HTTP to it. */
public final class TestServer implements AutoCloseable {

  private final Server server;

  public TestServer(Settings settings) {
    this(settings, Role.API);
  }

  public TestServer(Settings settings, Role role) {
    NonBlocking.watch();
    server = Server.start(settings, new Ports("127.0.0.1", 0, 0), role, Clock.systemUTC());
  }

  public int port() {
    return server.publicPort();
  }

  public WebTestClient api() {
    return at(server.publicPort())
        .mutate()
        .defaultHeader("X-API-Key", TestSettings.API_KEY)
        .build();
  }

  public WebTestClient anonymous() {
    return at(server.publicPort());
  }

  public WebTestClient management() {
    return at(server.managementPort());
  }

  private static WebTestClient at(int port) {
    return WebTestClient.bindToServer()
        .baseUrl("http://127.0.0.1:" + port)
        .responseTimeout(Duration.ofSeconds(20))
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
