/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fixed tree of topics (specification, pipelines 3): 9 fields, 37 leaves and the two groups
 * between them, {@code ai/ml} and {@code ai/theory}.
 *
 * <p>A topic is named by the last part of its path where that part stands in one path only ({@code
 * llms}), and by its whole path otherwise ({@code ai/ml/theory}, {@code photonics/quantum}), so
 * that names are unique as paths are.
 */
public final class Taxonomy {

  // Path and description, in the order of the specification.
  private static final String NODES =
      """
      ai | Artificial intelligence in general
      ai/ml | Machine learning in general
      ai/ml/rl | Reinforcement learning
      ai/ml/llms | Large language models and language processing
      ai/ml/cv | Computer vision
      ai/ml/genai | Generative models
      ai/ml/systems | Systems for machine learning
      ai/ml/theory | Theory of machine learning
      ai/ml/optimization | Optimisation for learning
      ai/theory | Theory of computation in general
      ai/theory/complexity | Computational complexity
      ai/theory/learning-theory | Learning theory
      robotics | Robotics in general
      robotics/manipulation | Robotic manipulation
      robotics/locomotion | Legged and other locomotion
      robotics/humanoids | Humanoid robots
      robotics/drones | Drones and flying robots
      photonics | Photonics and optics in general
      photonics/quantum | Quantum photonics
      photonics/optical-computing | Computing with light
      photonics/metrology | Optical metrology and sensing
      quantum | Quantum information in general
      quantum/algorithms | Quantum algorithms
      quantum/hardware | Quantum hardware
      quantum/error-correction | Quantum error correction
      quantum/networking | Quantum networks and cryptography
      bio | Biology and biotechnology in general
      bio/genomics | Genomics
      bio/synbio | Synthetic biology and gene editing
      bio/protein-design | Protein design and structure
      bio/drug-discovery | Drug discovery
      space | Space and astronomy in general
      space/satellites | Satellites
      space/propulsion | Space propulsion and launch
      space/exploration | Exploration of the solar system and beyond
      materials | Materials science in general
      materials/2d | Two-dimensional materials
      materials/superconductors | Superconductors
      materials/metamaterials | Metamaterials
      energy | Energy technology in general
      energy/batteries | Batteries
      energy/fusion | Nuclear fusion
      energy/solar | Solar energy
      energy/nuclear | Nuclear fission
      semiconductors | Semiconductors in general
      semiconductors/design | Chip design
      semiconductors/fabrication | Chip fabrication
      semiconductors/novel-materials | New semiconductor materials
      """;

  private static final List<Topic> TOPICS = named();

  private Taxonomy() {}

  /**
   * A node of the tree.
   *
   * @param path its place, such as {@code ai/ml/rl}
   * @param name unique among all nodes
   * @param description a few words for a person
   */
  public record Topic(String path, String name, String description) {}

  /** Returns all nodes, each after the one that holds it. */
  public static List<Topic> topics() {
    return TOPICS;
  }

  private static List<Topic> named() {
    List<String[]> nodes = NODES.lines().map(line -> line.split(" \\| ", 2)).toList();
    Map<String, Long> uses =
        nodes.stream()
            .collect(Collectors.groupingBy(node -> lastPart(node[0]), Collectors.counting()));
    return nodes.stream()
        .map(node -> {
          String last = lastPart(node[0]);
          boolean alone = Long.valueOf(1).equals(uses.get(last));
          return new Topic(node[0], alone ? last : node[0], node[1]);
        })
        .toList();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
