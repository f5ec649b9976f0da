/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import reactor.blockhound.BlockHound;

/** Makes a blocking call on a thread that must not block an error, in all tests of the JVM. */
public final class NonBlocking {

  static {
    BlockHound.builder()
        .loadIntegrations()
        // The login of PostgreSQL and TLS read random bytes; the kernel gives them without waiting.
        .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
        // Log lines are written to the console; the server does so from any thread, as every Java
        // program.
        .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "append")
        .allowBlockingCallsInside("java.io.PrintStream", "write")
        // Once per JVM: the module system opens the providers of a service.
        .allowBlockingCallsInside("java.util.ServiceLoader$LazyClassPathLookupIterator", "parse")
        // The buffers of Netty grow under a lock that is held for an instant.
        .allowBlockingCallsInside(
            "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
        // Writers of one connection to Redis meet at a lock that is held for an instant.
        .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
        .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "decrementWriters")
        .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive")
        .install();
  }

  private NonBlocking() {}

  /** Starts watching; more calls change nothing. */
  public static void watch() {
    // The static block does it.
  }
}
