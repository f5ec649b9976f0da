/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.nio.charset.StandardCharsets;

/**
 * FNV-1a, 64 bit: offset basis {@code 0xcbf29ce484222325}, prime {@code 0x100000001b3}. It depends
 * on nothing but what it was given, in that order, so it is the same on every machine and in every
 * process.
 */
final class StableHash {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  // No byte of UTF-8 is 0xff, so "ab" + "c" and "a" + "bc" differ.
  private static final int END_OF_TEXT = 0xff;

  private long hash = OFFSET_BASIS;

  static long of(String text) {
    return new StableHash().bytes(text).hash;
  }

  StableHash add(String text) {
    return bytes(text).octet(END_OF_TEXT);
  }

  StableHash add(long number) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      octet((int) (number >>> shift) & 0xff);
    }
    return this;
  }

  StableHash add(double number) {
    return add(Double.doubleToLongBits(number));
  }

  /** Returns the hash without its sign bit; never 0. */
  long positive() {
    return Math.max(1, hash & Long.MAX_VALUE);
  }

  private StableHash bytes(String text) {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      octet(octet & 0xff);
    }
    return this;
  }

  private StableHash octet(int octet) {
    hash = (hash ^ octet) * PRIME;
    return this;
  }
}
