/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.traffic.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The revision before stays until it is shown that no new request comes to it. */
class ProofPlanTest {

  private static final String ASKS =
      Cluster.EXPOSURE + "\nrollout: {proof: {address: 'gateway:80'}}";
  private static final String INSISTS =
      Cluster.EXPOSURE + "\nrollout: {proof: {mode: Probe, address: 'gateway:80'}}";

  @Test
  void aBatchThatTheNewRevisionAnswersWhollyEndsTheWait() {
    Cluster cluster = switching(ASKS);
    Instant began = cluster.now();
    cluster.answers(new ProbeReport(200, Map.of(wanted(cluster), 200), Optional.empty())).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Contracting");
    assertThat(Duration.between(began, cluster.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void oneAnswerOfTheRevisionBeforeKeepsIt() {
    Cluster cluster = switching(ASKS);
    String before = previous(cluster);
    cluster.answers(
        new ProbeReport(200, Map.of(wanted(cluster), 199, before, 1), Optional.empty()));
    cluster.pass();
    cluster.at(cluster.now().plusSeconds(60)).pass();

    assertThat(cluster.observation().status().state()).isEqualTo("Promoting");
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
    assertThat(cluster.condition("Ready").reason()).isEqualTo("Unproven");
    assertThat(cluster.condition("Ready").message()).contains("1 by revision " + before);
    assertThat(cluster.conditions()).noneMatch(c -> c.type().equals("Stalled"));

    cluster.at(cluster.now().plus(Duration.ofMinutes(10))).pass();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("Unproven");
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
  }

  @Test
  void aGatewayThatIsNotReachedIsGivenTimeAndThatIsSaid() {
    Cluster cluster = switching(ASKS);
    cluster.answers(new ProbeReport(200, Map.of(), Optional.of("Connection refused"))).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Promoting");
    assertThat(cluster.condition("Limited").message()).contains("Connection refused");
    cluster.settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void whoInsistsOnProbesGetsNoSwitchWithoutThem() {
    Cluster cluster = switching(INSISTS);
    String before = previous(cluster);
    cluster.answers(new ProbeReport(200, Map.of(), Optional.of("Connection refused"))).pass();
    cluster.at(cluster.now().plus(Duration.ofMinutes(11))).pass();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("Unproven");
    assertThat(cluster.condition("Stalled").message())
        .contains("Connection refused")
        .contains("spec.rollout.proof.address");
    assertThat(cluster.keys()).contains("Deployment/demo-api-" + before);
  }

  @Test
  void withoutAnAddressTimeIsWaitedAndThatIsSaid() {
    Cluster cluster = switching(Cluster.EXPOSURE);
    assertThat(cluster.condition("Limited").message()).contains("spec.rollout.proof.address");
    assertThat(cluster.observation().status().rollout().proof().mode()).isEqualTo("Settle");
    cluster.at(cluster.now().plusSeconds(8)).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Promoting");
    cluster.at(cluster.now().plusSeconds(3)).pass();
    assertThat(cluster.observation().status().state()).isEqualTo("Contracting");
  }

  /** The route leads to the new revision and every Gateway has accepted it. */
  private static Cluster switching(String spec) {
    Cluster cluster =
        Cluster.with(spec).answers(new ProbeReport(200, Map.of(), Optional.of("no gateway yet")));
    if (spec.equals(INSISTS)) {
      cluster.answers(
          new ProbeReport(
              200, Map.of(Revision.of(Cluster.sample(spec).getSpec()), 200), Optional.empty()));
    }
    cluster.settle();
    cluster.edit("app:2", spec).until("Promoting");
    cluster.controllers().once();
    assertThat(cluster.observation().status().rollout().acceptedSince()).isNotNull();
    return cluster;
  }

  private static String wanted(Cluster cluster) {
    return Revision.of(cluster.observation().resource().getSpec());
  }

  private static String previous(Cluster cluster) {
    return cluster.observation().status().previous().revision();
  }
}
