/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

/** What the operator is doing with a resource. */
public enum State {
  /** The stores are brought up. */
  PREPARING("Preparing"),
  /** The schema is brought to the level that the wanted revision needs. */
  EXPANDING("Expanding"),
  /** The pods of the wanted revision are starting. */
  STARTING("Starting"),
  /** Traffic has moved to the wanted revision and the previous one drains. */
  PROMOTING("Promoting"),
  /** What serves is what is asked for. */
  IDLE("Idle");

  private final String text;

  State(String text) {
    this.text = text;
  }

  /** The word in the status. */
  public String text() {
    return text;
  }
}
