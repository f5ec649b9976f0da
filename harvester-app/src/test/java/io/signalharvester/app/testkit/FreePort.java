/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on, for a server that is stopped and started again. It lies below the
 * ports that Linux gives to outgoing connections: a client that keeps asking for a port of that
 * range while nobody listens can be given that very port, and then the server cannot have it back.
 */
public final class FreePort {

  private static final int LOWEST = 12_000;
  private static final int BEHIND_HIGHEST = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** Returns one. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEHIND_HIGHEST);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: another one.
      }
    }
    throw new IllegalStateException("no port is free between " + LOWEST + " and " + BEHIND_HIGHEST);
  }
}
