/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.operator.Cluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * An operator that dies before or after any write ends where it would have ended. To die after a
 * write is to die before the next one: nothing is remembered between two passes.
 */
class CrashTest {

  /** Install, change of image, a failed change and back, delete and make again. */
  private static final List<Consumer<Cluster>> LIFE =
      List.of(
          cluster -> {},
          cluster -> cluster.edit("app:2", Cluster.EXPOSURE),
          cluster -> cluster.edit("app:2", Cluster.EXPOSURE + "\napi: {replicas: 4}"),
          cluster -> cluster.edit("app:3", ""),
          Cluster::recreate);

  @Test
  void anOperatorThatDiesAtAnyWriteEndsWhereItWouldHaveEnded() {
    Cluster undisturbed = live(Cluster.exposed());
    String expected = undisturbed.fingerprint();
    assertThat(undisturbed.writes()).as("points").isGreaterThan(80);
    for (int writes = 0; writes < undisturbed.writes(); writes++) {
      assertThat(live(Cluster.exposed().crashAfter(writes)).fingerprint())
          .as("an operator that dies after %d writes", writes)
          .isEqualTo(expected);
    }
    System.err.printf("%d points of a crash%n", undisturbed.writes());
  }

  /** Goes through the whole life; what must always hold is looked at after each stage. */
  private static Cluster live(Cluster cluster) {
    Map<String, String> secrets = new TreeMap<>();
    for (Consumer<Cluster> stage : LIFE) {
      stage.accept(cluster);
      settle(cluster);
      cluster
          .observation()
          .all(Secret.class)
          .filter(secret -> secret.getMetadata().getOwnerReferences().isEmpty())
          .forEach(secret -> {
            String data = Serialization.asJson(secret.getData());
            assertThat(secrets.merge(secret.getMetadata().getName(), data, (old, now) -> old))
                .as("a Secret that opens data never changes")
                .isEqualTo(data);
          });
    }
    return cluster;
  }

  private static void settle(Cluster cluster) {
    while (true) {
      try {
        cluster.settle();
        return;
      } catch (Cluster.Crash crash) {
        assertServed(cluster);
      }
    }
  }

  /** Whomever the route leads to has pods, also at the moment of a crash. */
  private static void assertServed(Cluster cluster) {
    cluster
        .observation()
        .find(HTTPRoute.class, "demo")
        .ifPresent(route -> {
          String leadsTo =
              route.getSpec().getRules().getFirst().getBackendRefs().getFirst().getName();
          Deployment deployment = cluster.get(Deployment.class, leadsTo);
          assertThat(deployment.getStatus().getReadyReplicas()).as(leadsTo).isPositive();
        });
  }
}
