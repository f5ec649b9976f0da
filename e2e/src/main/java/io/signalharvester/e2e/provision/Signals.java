/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import java.util.List;
import sun.misc.Signal;

/**
 * Gives Ctrl-C and a polite end back to the JVM.
 *
 * <p>Helm runs inside this process, and its runtime keeps both signals for itself from the first
 * installation on: after that nothing but SIGKILL would end a run that waits.
 */
final class Signals {

  private Signals() {}

  static void giveBack() {
    for (String name : List.of("INT", "TERM")) {
      Signal.handle(new Signal(name), signal -> System.exit(128 + signal.getNumber()));
    }
  }
}
