/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

/** Likeness of vectors. */
public final class Cosine {

  private Cosine() {}

  /**
   * Returns the cosine of two vectors of length 1, -1 to 1. It is their dot product, summed in the
   * order of the dimensions.
   *
   * @throws IllegalArgumentException when they have different dimensions
   */
  public static double ofUnitVectors(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors have %d and %d dimensions, but must have the same number: embed both with one model"
              .formatted(a.length, b.length));
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.clamp(sum, -1, 1);
  }
}
