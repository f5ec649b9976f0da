/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.crash;

import io.signalharvester.operator.Cluster;
import java.util.List;
import java.util.function.Consumer;

/** What a person does, one thing after the other; in between everything settles. */
enum Story {
  INSTALLATION(cluster -> {}),
  CHANGE_OF_IMAGE(cluster -> {}, cluster -> cluster.edit("app:2", Cluster.EXPOSURE)),
  DELETED_AND_MADE_AGAIN(cluster -> {}, Cluster::recreate),
  CHANGES_THAT_OVERTAKE_EACH_OTHER(
      cluster -> {},
      cluster -> cluster.edit("app:2", Cluster.EXPOSURE).until("Starting"),
      cluster -> cluster.edit("app:3", Cluster.EXPOSURE)),
  CHANGE_OF_THE_NUMBER_OF_PODS(
      cluster -> {}, cluster -> cluster.edit("app:1", Cluster.EXPOSURE + "\napi: {replicas: 4}")),
  NO_LONGER_EXPOSED(cluster -> {}, cluster -> cluster.edit("app:2", "pipelines: []"));

  private final List<Consumer<Cluster>> acts;

  @SafeVarargs
  Story(Consumer<Cluster>... acts) {
    this.acts = List.of(acts);
  }

  List<Consumer<Cluster>> acts() {
    return acts;
  }
}
