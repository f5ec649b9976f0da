/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.level1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.signalharvester.e2e.cluster.DemoNamespace;
import io.signalharvester.e2e.cluster.Load;
import io.signalharvester.e2e.cluster.RealCluster;
import io.signalharvester.e2e.faulty.FaultyApp;
import io.signalharvester.e2e.images.Image;
import io.signalharvester.e2e.images.ImageSet;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.e2e.provision.Cluster;
import io.signalharvester.e2e.provision.Demo;
import io.signalharvester.e2e.provision.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user changes while requests come in, what goes wrong with it, and an operator that dies at
 * any moment: on a whole cluster, and no request is lost in any of it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangesIT {

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int PER_SECOND = 200;
  private static final int CHANGES = Integer.getInteger("harvest.changes", 2);
  private static final int KILLS = Integer.getInteger("harvest.kills", 10);
  private static final String GATEWAY = System.getProperty("harvest.gateway", "10.250.0.1:80");
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static Cluster cluster;
  private static KubernetesClient client;
  private static Demo demo;
  private static DemoNamespace namespace;
  private static ImageSet images;
  private static Map<String, Image> apps = Map.of();

  private Load load;

  @BeforeAll
  static void install() {
    RealCluster.required();
    images = Images.build(ROOT, ChangesIT::say);
    apps =
        Map.of(
            "first", images.app(),
            "second", Images.appWith(ROOT, Map.of("HARVEST_VARIANT", "second"), ChangesIT::say),
            "crash", Images.faulty(ROOT, "crash", ChangesIT::say),
            "hang", Images.faulty(ROOT, "hang", ChangesIT::say));
    cluster = Cluster.forTests(ROOT);
    cluster.up();
    client = cluster.client();
    new Installation(ROOT, cluster, ChangesIT::say).install(images, Map.of("replicas", 2));
    cluster.load(List.of(apps.get("second"), apps.get("crash"), apps.get("hang")), ChangesIT::say);
    demo = new Demo(cluster, ChangesIT::say);
    namespace = new DemoNamespace(cluster, client);
    demo.apply(images);
    demo.awaitReady();
    // Where pods reach the gateway of the bare cluster; nothing but its answers counts.
    patch("{\"rollout\":{\"proof\":{\"mode\":\"Probe\",\"address\":\"%s\"}}}".formatted(GATEWAY));
  }

  @AfterAll
  static void remove() {
    if (demo != null) {
      demo.close();
      client.close();
    }
    if (cluster != null) {
      cluster.down();
    }
  }

  @BeforeEach
  void ask() {
    load =
        Load.start(cluster.gateway(), Demo.HOST, Demo.DISCOVERIES + 3, demo.apiKey(), PER_SECOND);
  }

  @AfterEach
  void noRequestFailed() throws InterruptedException {
    Load.Outcome outcome = load.stop();
    say("requests: " + outcome);
    load.close();
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.sent()).isGreaterThan(5 * PER_SECOND);
  }

  @Test
  @Order(1)
  void oneImageAfterAnotherTakesOver() {
    for (int change = 1; change <= CHANGES; change++) {
      change(change % 2 == 1 ? "second" : "first");
    }
    say(CHANGES + " changes of image");
  }

  @Test
  @Order(2)
  void replicasBoundsHostsAndSchedulesChangeWithoutANewRevision() {
    String revision = serving();
    patch("{\"api\":{\"replicas\":2}}");
    awaitServing(2);
    patch(
        "{\"pipelines\":[{\"name\":\"discovery\",\"schedule\":\"30 4 * * *\"}],"
            + "\"exposure\":{\"hosts\":[\"%s\",\"other.localhost\"]}}".formatted(Demo.HOST));
    await()
        .atMost(DEADLINE)
        .until(() ->
            "30 4 * * *"
                .equals(
                    client
                        .batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(Demo.NAMESPACE)
                        .withName("demo-discovery")
                        .get()
                        .getSpec()
                        .getSchedule()));
    demo.awaitReady();
    patch("{\"api\":{\"replicas\":1},\"exposure\":{\"hosts\":[\"%s\"]}}".formatted(Demo.HOST));
    awaitServing(1);
    demo.awaitReady();
    assertThat(serving()).isEqualTo(revision);
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource(
      delimiter = '|',
      value = {
        "missing | PlanOverdue | ImagePull",
        "crash | RolledBack | " + FaultyApp.LAST_WORDS,
        "greedy | PlanOverdue | Insufficient cpu",
        "hang | RolledBack | 0 of 1 pods"
      })
  void aBadChangeLeavesTheVersionBeforeServingAndSaysWhy(
      String fault, String reason, String words) {
    String revision = serving();
    Set<String> pods = namespace.uids("api");
    String image = image();
    patch("{\"rollout\":{\"progressDeadline\":\"30s\"}}");
    patch(
        switch (fault) {
          case "missing" -> "{\"image\":\"signal-harvester/app:missing\"}";
          case "greedy" -> "{\"api\":{\"resources\":{\"requests\":{\"cpu\":\"1000\"}}}}";
          default -> "{\"image\":\"%s\"}".formatted(apps.get(fault).reference());
        });
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(condition("Stalled")).startsWith(reason + ": ").contains(words));
    say("said: " + condition("Stalled"));
    assertThat(condition("Available")).startsWith("Serving");
    assertThat(serving()).isEqualTo(revision);
    assertThat(namespace.uids("api")).isEqualTo(pods);

    patch(
        "{\"image\":\"%s\",\"api\":{\"resources\":{\"requests\":{\"cpu\":\"100m\"}}},\"rollout\":null}"
            .formatted(image));
    demo.awaitReady();
    assertThat(serving()).isEqualTo(revision);
    assertThat(namespace.uids("api")).isEqualTo(pods);
    assertThat(deployments()).containsExactlyInAnyOrder("demo-api-" + revision, "demo-workers");
  }

  @Test
  @Order(4)
  void anOperatorThatIsKilledInEveryStateEndsWhereItWouldHaveEnded() {
    int kills = 0;
    String next = image().equals(apps.get("first").reference()) ? "second" : "first";
    while (kills < KILLS) {
      String before = serving();
      patch("{\"image\":\"%s\"}".formatted(apps.get(next).reference()));
      Set<String> seen = new HashSet<>(Set.of("Idle"));
      String state = awaitState(seen, before);
      while (!state.equals("Idle") && kills < KILLS) {
        seen.add(state);
        killLeader();
        kills++;
        say("kill " + kills + " in " + state);
        state = awaitState(seen, before);
      }
      demo.awaitReady();
      String revision = serving();
      assertThat(revision).isNotEqualTo(before);
      await()
          .atMost(DEADLINE)
          .untilAsserted(() ->
              assertThat(deployments())
                  .containsExactlyInAnyOrder("demo-api-" + revision, "demo-workers"));
      next = next.equals("first") ? "second" : "first";
    }
  }

  @Test
  @Order(5)
  void anUpgradeOfTheChartTouchesNoPodOfAnInstallation() {
    Set<String> pods = uids();
    new Installation(ROOT, cluster, ChangesIT::say)
        .install(images, Map.of("replicas", 1, "resources.requests.cpu", "60m"));
    // The new operator acts: what is changed by hand goes back.
    client
        .apps()
        .deployments()
        .inNamespace(Demo.NAMESPACE)
        .withName("demo-workers")
        .edit(deployment -> deployment.edit().editSpec().withPaused(true).endSpec().build());
    client.services().inNamespace(Demo.NAMESPACE).withName("demo").delete();
    await()
        .atMost(DEADLINE)
        .until(() -> client.services().inNamespace(Demo.NAMESPACE).withName("demo").get() != null);
    demo.awaitReady();
    assertThat(uids()).isEqualTo(pods);
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace(Demo.NAMESPACE)
                .withName("demo-workers")
                .get()
                .getSpec()
                .getPaused())
        .as("a field that is not the operator's stays")
        .isTrue();
  }

  private static Set<String> uids() {
    return Stream.of("api", "worker", "cache", "database")
        .flatMap(component -> namespace.uids(component).stream())
        .collect(Collectors.toSet());
  }

  private static void change(String app) {
    String before = serving();
    patch("{\"image\":\"%s\"}".formatted(apps.get(app).reference()));
    await().atMost(DEADLINE).until(() -> !serving().equals(before));
    demo.awaitReady();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(deployments())
                .containsExactlyInAnyOrder("demo-api-" + serving(), "demo-workers"));
    await().atMost(DEADLINE).until(() -> "Idle".equals(resource().get().get("status", "state")));
  }

  /** The next state that was not seen yet; Idle when the change is over. */
  private static String awaitState(Set<String> seen, String before) {
    return await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> String.valueOf(resource().get().<String>get("status", "state")),
            state -> !seen.contains(state) || (state.equals("Idle") && !serving().equals(before)));
  }

  /** Without a chance to give its lease back. */
  private static void killLeader() {
    String leader =
        client
            .leases()
            .inNamespace(Installation.NAMESPACE)
            .withName(Installation.RELEASE)
            .get()
            .getSpec()
            .getHolderIdentity();
    client.pods().inNamespace(Installation.NAMESPACE).withName(leader).withGracePeriod(0).delete();
  }

  private static void awaitServing(int pods) {
    await()
        .atMost(DEADLINE)
        .until(
            () -> "%1$d/%1$d".formatted(pods).equals(resource().get().get("status", "podsReady")));
  }

  private static Resource<GenericKubernetesResource> resource() {
    return client
        .genericKubernetesResources("signalharvester.io/v1alpha1", "SignalHarvester")
        .inNamespace(Demo.NAMESPACE)
        .withName(Demo.NAME);
  }

  private static void patch(String spec) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  private static String serving() {
    return resource().get().get("status", "stable", "revision");
  }

  private static String image() {
    return resource().get().get("spec", "image");
  }

  /** Reason and message of a condition that is true now; empty when it is not. */
  private static String condition(String type) {
    GenericKubernetesResource found = resource().get();
    List<Map<String, Object>> conditions = found.get("status", "conditions");
    return conditions.stream()
        .filter(c -> c.get("type").equals(type) && c.get("status").equals("True"))
        .filter(c ->
            ((Number) c.get("observedGeneration")).longValue()
                == found.getMetadata().getGeneration())
        .map(c -> c.get("reason") + ": " + c.get("message"))
        .findFirst()
        .orElse("");
  }

  private static List<String> deployments() {
    return client.apps().deployments().inNamespace(Demo.NAMESPACE).list().getItems().stream()
        .map((Deployment deployment) -> deployment.getMetadata().getName())
        .toList();
  }

  private static void say(String line) {
    System.err.println("[level 1] " + line);
  }
}
