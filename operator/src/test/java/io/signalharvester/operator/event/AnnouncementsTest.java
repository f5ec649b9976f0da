/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.Revision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events tell what changed, once. */
class AnnouncementsTest {

  @Test
  void aChangeOfImageIsToldStateByState() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE);
    List<Announcement> told = follow(cluster);
    assertThat(told)
        .extracting(Announcement::reason)
        .containsExactly(
            "Preparing", "Expanding", "Starting", "Checking", "Promoting", "Contracting", "Idle");
    assertThat(told).noneMatch(Announcement::warning);
    assertThat(told.getLast().note()).isEqualTo("revision " + cluster.revision() + " serves");
    assertThat(told).extracting(Announcement::key).doesNotHaveDuplicates();
  }

  @Test
  void aFailedStartIsAWarningWithItsWhy() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE).until("Starting");
    cluster.pass();
    cluster.add(crashed(Revision.of(cluster.observation().resource().getSpec())));
    SignalHarvesterStatus before = cluster.observation().status();
    cluster.once();
    List<Announcement> told = Announcements.of(before, cluster.observation().status());
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().warning()).isTrue();
    assertThat(told.getFirst().reason()).isEqualTo("RollingBack");
    assertThat(told.getFirst().note()).contains("no disk left");
  }

  @Test
  void aPassThatIsDoneAgainSomeSecondsLaterTellsTheSameEvent() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit("app:2", Cluster.EXPOSURE);
    SignalHarvesterStatus before = cluster.observation().status();
    cluster.once();
    List<Announcement> first = Announcements.of(before, cluster.observation().status());
    cluster.observation().resource().setStatus(before);
    cluster.at(cluster.now().plusSeconds(2)).once();
    assertThat(Announcements.of(before, cluster.observation().status()))
        .extracting(Announcement::key)
        .isEqualTo(first.stream().map(Announcement::key).toList())
        .isNotEmpty();
  }

  @Test
  void nothingIsToldWhereNothingChanged() {
    Cluster cluster = Cluster.exposed().settle();
    SignalHarvesterStatus before = cluster.observation().status();
    cluster.at(cluster.now().plusSeconds(3600)).pass();
    assertThat(Announcements.of(before, cluster.observation().status())).isEmpty();
  }

  private static List<Announcement> follow(Cluster cluster) {
    List<Announcement> told = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      SignalHarvesterStatus before = cluster.observation().status();
      var plan = cluster.once();
      told.addAll(Announcements.of(before, cluster.observation().status()));
      cluster.controllers();
      plan.wakeUp().ifPresent(pause -> cluster.at(cluster.now().plus(pause)));
    }
    assertThat(new HashSet<>(told)).hasSameSizeAs(told);
    return told;
  }

  private static Pod crashed(String revision) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("demo-api-x")
        .addToLabels("app.kubernetes.io/component", "api")
        .addToLabels("signalharvester.io/revision", revision)
        .endMetadata()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("harvest")
        .withReady(false)
        .withRestartCount(3)
        .withNewLastState()
        .withNewTerminated()
        .withExitCode(1)
        .withMessage("no disk left")
        .endTerminated()
        .endLastState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
