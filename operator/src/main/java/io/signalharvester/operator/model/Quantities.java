/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantities in the form in which the API server stores them. It rewrites 2048Mi to 2Gi and 1000m
 * to 1, and a desired object that says otherwise would be written again in every pass.
 */
final class Quantities {

  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("m", "", "k", "M", "G", "T", "P", "E");

  private Quantities() {}

  /** The canonical form of a quantity, as long as it is a whole number of its smallest unit. */
  static Quantity canonical(Quantity quantity) {
    BigDecimal amount = quantity.getNumericalAmount();
    return String.valueOf(quantity.getFormat()).endsWith("i")
        ? largest(amount, KIBI, BINARY)
        : largest(amount.multiply(KILO), KILO, DECIMAL);
  }

  /** Requests and limits in canonical form. */
  static ResourceRequirements canonical(ResourceRequirements resources) {
    return new ResourceRequirementsBuilder(resources)
        .withRequests(canonical(resources.getRequests()))
        .withLimits(canonical(resources.getLimits()))
        .build();
  }

  private static Map<String, Quantity> canonical(Map<String, Quantity> quantities) {
    Map<String, Quantity> canonical = new TreeMap<>();
    quantities.forEach((name, quantity) -> canonical.put(name, canonical(quantity)));
    return canonical;
  }

  private static Quantity largest(BigDecimal amount, BigDecimal step, List<String> units) {
    BigDecimal rest = amount;
    int unit = 0;
    while (unit < units.size() - 1 && rest.signum() != 0 && rest.remainder(step).signum() == 0) {
      rest = rest.divideToIntegralValue(step);
      unit++;
    }
    if (rest.signum() == 0) {
      return new Quantity("0");
    }
    return new Quantity(rest.stripTrailingZeros().toPlainString(), units.get(unit));
  }
}
