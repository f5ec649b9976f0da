/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.local;

import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of loopback that nobody listened on a moment ago. It lies below the ports that Linux gives
 * to outgoing connections, so that none of these takes it before the server has it.
 */
public final class FreePort {

  private static final int LOWEST = 12_000;
  private static final int BEHIND_HIGHEST = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** A port that was free a moment ago. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEHIND_HIGHEST);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: another one.
      }
    }
    throw new Failure(
        "This machine has no free port on loopback between "
            + LOWEST
            + " and "
            + BEHIND_HIGHEST
            + ": end what holds them.");
  }
}
