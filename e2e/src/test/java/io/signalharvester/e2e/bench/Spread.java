/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values of one figure over the rounds of a run.
 *
 * @param unit of the values
 * @param values in the order in which they were measured, at least one
 */
record Spread(String unit, List<Double> values) {

  Spread {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a figure without a value was not measured");
    }
  }

  @JsonProperty
  public double median() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  @JsonProperty
  public double least() {
    return Collections.min(values);
  }

  @JsonProperty
  public double most() {
    return Collections.max(values);
  }
}
