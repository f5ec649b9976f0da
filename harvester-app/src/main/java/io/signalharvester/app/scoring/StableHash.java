/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.nio.charset.StandardCharsets;

/**
 * FNV-1a, 64 bit, over the UTF-8 bytes of a text: offset basis {@code 0xcbf29ce484222325}, prime
 * {@code 0x100000001b3}. It depends on nothing but the text, so a score is the same on every
 * machine and in every process.
 */
final class StableHash {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  static long of(String text) {
    long hash = OFFSET_BASIS;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * PRIME;
    }
    return hash;
  }
}
