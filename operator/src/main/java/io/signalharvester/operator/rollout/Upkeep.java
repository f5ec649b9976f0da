/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

/** What a state keeps up of the revision in question; each step includes the ones before it. */
public enum Upkeep {
  /** Nothing: what is there of it goes. */
  NOTHING,
  /** The snapshot and the Job in which its image says what it needs. */
  QUESTION,
  /** The Job that brings the schema to what it needs. */
  SCHEMA,
  /** Its pods and what belongs to them. */
  PODS,
  /** All traffic: it is the stable one. */
  TRAFFIC;

  /** This much or more is kept up. */
  public boolean includes(Upkeep other) {
    return compareTo(other) >= 0;
  }
}
