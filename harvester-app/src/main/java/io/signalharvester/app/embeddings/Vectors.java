/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arithmetic of vectors and their form in bytes: little-endian float32. */
public final class Vectors {

  private static final double TOLERANCE = 1e-4;

  private Vectors() {}

  /**
   * Returns the cosine of two vectors of length 1, from -1 to 1.
   *
   * @throws IllegalArgumentException when their dimensions differ
   */
  public static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " dimensions cannot be compared");
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.clamp(sum, -1, 1);
  }

  /** Returns the bytes as they are stored. */
  public static byte[] toBytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  /**
   * Reads stored bytes.
   *
   * @throws IllegalArgumentException when there are not four bytes for each number
   */
  public static float[] fromBytes(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no vector: each number has four");
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  /**
   * Scales to length 1.
   *
   * @throws IllegalArgumentException when the length is 0 or not finite
   */
  static float[] normalised(double[] sums) {
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    double length = Math.sqrt(squares);
    if (!(length > 0) || Double.isInfinite(length)) {
      throw new IllegalArgumentException("a vector of length " + length + " has no direction");
    }
    float[] vector = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      vector[i] = (float) (sums[i] / length);
    }
    return vector;
  }

  /** Whether bytes from outside are a vector of that many dimensions and of length 1. */
  static boolean isUnit(byte[] bytes, int dims) {
    if (bytes.length != dims * Float.BYTES) {
      return false;
    }
    double squares = 0;
    for (float number : fromBytes(bytes)) {
      squares += (double) number * number;
    }
    return Math.abs(squares - 1) < TOLERANCE;
  }
}
