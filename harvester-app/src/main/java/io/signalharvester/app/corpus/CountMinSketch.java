/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * A count-min sketch of 4 rows of 2^18 unsigned 32-bit counters (specification, data-model {@code
 * term_stats}). Row i is addressed by the 32-bit Murmur3 of the UTF-8 bytes of a term with seed i,
 * 1 to 4.
 *
 * <p>A count is never too low. It is kept from growing too high by the conservative update: only
 * the counters that hold the least of a term's four are raised, since the others are too high
 * already. So the order of additions matters: add in the same order to get the same sketch.
 *
 * <p>Not safe for use by several threads while it is added to.
 */
final class CountMinSketch {

  static final int ROWS = 4;
  static final int WIDTH = 1 << 18;

  /** Bytes of a stored sketch. */
  static final int BYTES = ROWS * WIDTH * Integer.BYTES;

  private static final int MOST = 0xffff_ffff;
  private static final int PROBES = 999;

  private final int[] counters;

  CountMinSketch() {
    this.counters = new int[ROWS * WIDTH];
  }

  private CountMinSketch(int[] counters) {
    this.counters = counters;
  }

  /**
   * Reads a stored sketch: its rows one after another, counters in little-endian order.
   *
   * @throws IllegalArgumentException when the length is wrong
   */
  static CountMinSketch of(byte[] stored) {
    if (stored.length != BYTES) {
      throw new IllegalArgumentException(
          "a stored sketch has %d bytes, but must have %d: delete its rows in term_stats, they are built again"
              .formatted(stored.length, BYTES));
    }
    int[] counters = new int[ROWS * WIDTH];
    ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(counters);
    return new CountMinSketch(counters);
  }

  byte[] stored() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(counters);
    return bytes.array();
  }

  /** Counts a term once more. */
  void add(String term) {
    int[] places = places(term);
    int least = least(places);
    if (least == MOST) {
      return;
    }
    for (int place : places) {
      if (counters[place] == least) {
        counters[place] = least + 1;
      }
    }
  }

  /** Returns how often a term was counted, or more. */
  long count(String term) {
    return Integer.toUnsignedLong(least(places(term)));
  }

  /**
   * Returns how often a term seems to have been counted that never was: 0 as long as there is room,
   * and more when all counters are shared by many terms. It is the median over terms that no text
   * can have.
   */
  long background() {
    long[] counts = new long[PROBES];
    for (int i = 0; i < PROBES; i++) {
      counts[i] = count("\0" + i);
    }
    Arrays.sort(counts);
    return counts[PROBES / 2];
  }

  private int least(int[] places) {
    int least = MOST;
    for (int place : places) {
      if (Integer.compareUnsigned(counters[place], least) < 0) {
        least = counters[place];
      }
    }
    return least;
  }

  private static int[] places(String term) {
    byte[] bytes = term.getBytes(StandardCharsets.UTF_8);
    int[] places = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      places[row] =
          row * WIDTH + (MurmurHash3.hash32x86(bytes, 0, bytes.length, row + 1) & (WIDTH - 1));
    }
    return places;
  }
}
