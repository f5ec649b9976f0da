/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

/** The parts of an installation. */
public enum Component {
  API("api"),
  DATABASE("database"),
  CACHE("cache"),
  SCHEMA("schema"),
  PIPELINE("pipeline"),
  WORKER("worker");

  private final String label;

  Component(String label) {
    this.label = label;
  }

  /** Value of the component label. */
  public String label() {
    return label;
  }
}
