/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;

/** Quantities in the form in which the API server stores them. */
final class Quantities {

  private static final long KIBI = 1024;
  private static final String[] UNITS = {"Mi", "Gi", "Ti"};

  private Quantities() {}

  /**
   * The canonical form of a whole binary quantity. The server rewrites 2048Mi to 2Gi outside
   * container resources, and a desired object that says otherwise would never match.
   */
  static Quantity canonical(String quantity) {
    int unit = unit(quantity);
    long amount = Long.parseLong(quantity.substring(0, quantity.length() - 2));
    while (unit < UNITS.length - 1 && amount % KIBI == 0) {
      amount /= KIBI;
      unit++;
    }
    return new Quantity(Long.toString(amount), UNITS[unit]);
  }

  private static int unit(String quantity) {
    for (int i = 0; i < UNITS.length; i++) {
      if (quantity.endsWith(UNITS[i])) {
        return i;
      }
    }
    throw new IllegalArgumentException(quantity + " does not end with Mi, Gi or Ti");
  }
}
