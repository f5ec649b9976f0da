/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the conditions of one pass. A transition time is carried over from the previous status
 * unless the condition's status changed, so that an unchanged statement is an unchanged object.
 */
public final class Conditions {

  private final Map<String, Condition> previous = new TreeMap<>();
  private final Map<String, Condition> present = new LinkedHashMap<>();
  private final long generation;
  private final Instant now;

  /**
   * Starts with none.
   *
   * @param previous conditions of the status as it stands
   * @param generation the generation that this pass looks at
   * @param now time of the pass
   */
  public Conditions(List<Condition> previous, long generation, Instant now) {
    previous.forEach(condition -> this.previous.put(condition.type(), condition));
    this.generation = generation;
    this.now = now;
  }

  /** States a condition that is always present. */
  public Conditions set(String type, boolean status, Reason reason, String message) {
    return put(type, status ? "True" : "False", reason.text(), message);
  }

  /** States a condition that is present only while it is true. */
  public Conditions abnormal(String type, boolean status, Reason reason, String message) {
    return status ? put(type, "True", reason.text(), message) : this;
  }

  /** States an abnormal condition with a reason that is on record as text. */
  Conditions abnormal(String type, String reason, String message) {
    return put(type, "True", reason, message);
  }

  /** The collected conditions, in the order in which they were stated. */
  public List<Condition> list() {
    return List.copyOf(present.values());
  }

  private Conditions put(String type, String status, String reason, String message) {
    Condition before = previous.get(type);
    String since =
        before != null && before.status().equals(status)
            ? before.lastTransitionTime()
            : now.truncatedTo(ChronoUnit.SECONDS).toString();
    present.put(type, new Condition(type, status, generation, since, reason, message));
    return this;
  }
}
