/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis that can be stopped and started again on its port. */
public final class TestRedis implements AutoCloseable {

  private final int port;
  private RedisServer server;

  public TestRedis() {
    port = freePort();
    start();
  }

  private static final class Shared {
    static final TestRedis INSTANCE = new TestRedis();
  }

  public static TestRedis shared() {
    return Shared.INSTANCE;
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void start() {
    server = RedisServer.builder().port(port).setting("save \"\"").build();
    server.start();
  }

  public void stop() {
    server.stop();
  }

  public String url() {
    return "redis://localhost:" + port;
  }

  @Override
  public void close() {
    stop();
  }
}
