/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import redis.embedded.RedisServer;

/** A real Redis that can be stopped and started again on its port. */
public final class TestRedis implements AutoCloseable {

  private final int port;
  private RedisServer server;

  public TestRedis() {
    port = FreePort.find();
    start();
  }

  private static final class Shared {
    static final TestRedis INSTANCE = new TestRedis();
  }

  public static TestRedis shared() {
    return Shared.INSTANCE;
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
