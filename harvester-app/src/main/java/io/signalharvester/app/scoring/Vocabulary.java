/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.util.Set;

/** Lists of words that are part of a formula's version. */
final class Vocabulary {

  static final Set<String> TECHNICAL =
      Set.of(
          "algorithm",
          "architecture",
          "benchmark",
          "convergence",
          "dataset",
          "derivation",
          "eigenvalue",
          "gradient",
          "hypothesis",
          "inference",
          "lattice",
          "optimization",
          "simulation",
          "stochastic",
          "theorem");
  static final Set<String> HYPE =
      Set.of("revolutionary", "game-changer", "mind-blowing", "unbelievable", "viral", "insane");

  private Vocabulary() {}
}
