/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.traffic;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one batch of probes through the gateway was answered.
 *
 * @param sent how many were sent, each on a connection of its own
 * @param answers how many each revision answered
 * @param failure the first of those that got no answer of a revision, if any
 */
public record ProbeReport(int sent, Map<String, Integer> answers, Optional<String> failure) {

  public ProbeReport {
    answers = Map.copyOf(answers);
  }

  /** Every probe was answered by this revision: with all the weight on it, one miss is too much. */
  public boolean allBy(String revision) {
    return answers.getOrDefault(revision, 0) == sent;
  }

  /** No revision answered anything: it is the way there that fails, and says nothing of weights. */
  public boolean unreachable() {
    return answers.isEmpty();
  }

  /** What was seen, as a sentence. */
  public String sentence() {
    String counts =
        new TreeMap<>(answers)
            .entrySet().stream()
                .map(entry -> "%d by revision %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    return "of %d probes through the gateway %s answered%s"
        .formatted(
            sent,
            counts.isEmpty() ? "none was" : counts + " were",
            failure.map(text -> ", the first failure: " + text).orElse(""));
  }
}
