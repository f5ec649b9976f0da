/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.level0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.signalharvester.e2e.cluster.ApiPod;
import io.signalharvester.e2e.cluster.DemoNamespace;
import io.signalharvester.e2e.cluster.Load;
import io.signalharvester.e2e.cluster.RealCluster;
import io.signalharvester.e2e.images.ImageSet;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.e2e.provision.Cluster;
import io.signalharvester.e2e.provision.Demo;
import io.signalharvester.e2e.provision.Installation;
import io.signalharvester.e2e.provision.Tour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job, on a whole cluster: one resource becomes a running service and goes again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpineIT {

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int PER_SECOND = 200;
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static Cluster cluster;
  private static KubernetesClient client;
  private static ImageSet images;
  private static Demo demo;
  private static DemoNamespace namespace;
  private static Discoveries discoveries;
  private static Set<Long> harvested = Set.of();

  @BeforeAll
  static void install() {
    RealCluster.required();
    images = Images.build(ROOT, SpineIT::say);
    cluster = Cluster.forTests(ROOT);
    cluster.up();
    client = cluster.client();
    new Installation(ROOT, cluster, SpineIT::say).install(images, Map.of("replicas", 2));
    demo = new Demo(cluster, SpineIT::say);
    namespace = new DemoNamespace(cluster, client);
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

  @Test
  @Order(1)
  void oneResourceBecomesAServiceAndItsPipelineFillsIt() {
    String report = demo.run(images);
    discoveries = new Discoveries(demo.gateway(), demo.apiKey());
    JsonNode run = discoveries.json(report);
    assertThat(run.path("warnings")).as(report).isEmpty();
    JsonNode counters = run.path("counters");
    assertThat(counters.path("inserted").asInt()).isGreaterThan(250);
    for (String each : List.of("classified", "embedded", "scored")) {
      assertThat(counters.path(each)).as(each).isEqualTo(counters.path("inserted"));
    }
    List<JsonNode> rows = discoveries.walk(50);
    assertThat(rows).hasSize(counters.path("inserted").asInt());
    assertThat(rows.stream().map(row -> row.path("source").asText()))
        .contains("arxiv", "github", "hackernews");
    harvested = Discoveries.ids(rows);
    assertThat(Discoveries.ids(discoveries.walk(17)))
        .as("the same walk in small pages")
        .isEqualTo(harvested);
  }

  @Test
  @Order(2)
  void theAnswersThatUpShowsAreWorthReading() {
    JsonNode top = discoveries.get(Tour.TOP).path("items");
    assertThat(top).hasSizeGreaterThanOrEqualTo(20);
    double best = top.path(0).path("discoveryScore").asDouble();
    assertThat(best - top.path(top.size() - 1).path("discoveryScore").asDouble())
        .as("points between the best and the last")
        .isGreaterThan(40);

    JsonNode why =
        discoveries.get(
            "/api/v1/discoveries/" + top.path(0).path("artifactId").asLong() + "/explanation");
    double sum = 0;
    for (JsonNode component : why.path("components")) {
      assertThat(component.path("explanation").asText()).isNotBlank();
      sum += component.path("contribution").asDouble();
    }
    assertThat(why.path("baseScore").asDouble()).isCloseTo(sum, within(0.01));
    assertThat(why.path("discoveryScore").asDouble())
        .isCloseTo(sum * why.path("ageFactor").asDouble(), within(0.01))
        .isCloseTo(best, within(0.01));

    assertThat(discoveries.get(Tour.TRENDING).path("items").path(0).path("taxonomyPath").asText())
        .as("the topic that emerges in the sample")
        .isEqualTo("quantum/error-correction");
  }

  @Test
  @Order(3)
  void theGatewayRefusesWhoHasNoKey() {
    assertThat(demo.gateway().get(Demo.DISCOVERIES + 1, "sh_nobody_0123456789").status())
        .isEqualTo(401);
  }

  @Test
  @Order(4)
  void aSecondRunOfThePipelineAddsNothing() {
    JsonNode counters = discoveries.json(demo.runPipeline()).path("counters");
    assertThat(counters.path("fetched").asInt()).isPositive();
    assertThat(counters.path("inserted").asInt()).isZero();
    assertThat(discoveries.stored()).isEqualTo(harvested);
  }

  @Test
  @Order(5)
  void thePodsStartFromTheAotCacheOfTheImage() {
    // In this mode the JVM ends at once when the cache does not fit it or the archives.
    try (ApiPod pod = ApiPod.create(client, "-XX:AOTMode=on")) {
      await()
          .atMost(DEADLINE)
          .until(() -> isReady(pod.now()) || "Failed".equals(pod.now().getStatus().getPhase()));
      assertThat(isReady(pod.now())).as(pod.log()).isTrue();
    }
    // The cache was made for headers of another size: refused here, or the above proves nothing.
    try (ApiPod pod = ApiPod.create(client, "-XX:AOTMode=on -XX:+UseCompactObjectHeaders")) {
      await().atMost(DEADLINE).until(() -> "Failed".equals(pod.now().getStatus().getPhase()));
    }
  }

  @Test
  @Order(6)
  void aDeletedApiPodIsReplaced() {
    killAndHeal("api");
  }

  @Test
  @Order(6)
  void aDeletedWorkerPodIsReplaced() {
    killAndHeal("worker");
  }

  @Test
  @Order(7)
  void aDeletedRedisPodIsReplaced() {
    killAndHeal("cache");
  }

  @Test
  @Order(8)
  void aDeletedPostgresPodIsReplacedAndNoRowIsLost() {
    killAndHeal("database");
  }

  @Test
  @Order(9)
  void aSecondImageTakesOverWithoutALostRequestAndTheFirstGoes() throws InterruptedException {
    String before = revision();
    ImageSet second =
        new ImageSet(
            Images.appWith(ROOT, Map.of("HARVEST_VARIANT", "second"), SpineIT::say),
            images.operator(),
            images.postgres(),
            images.redis(),
            images.sampleSources());
    cluster.load(List.of(second.app()), SpineIT::say);
    try (Load load =
        Load.start(cluster.gateway(), Demo.HOST, Demo.DISCOVERIES + 3, demo.apiKey(), PER_SECOND)) {
      demo.apply(second);
      await().atMost(DEADLINE).untilAsserted(() -> assertThat(revision()).isNotEqualTo(before));
      demo.awaitReady();
      await()
          .atMost(DEADLINE)
          .untilAsserted(() ->
              assertThat(namespace.pods("api"))
                  .isNotEmpty()
                  .allSatisfy(pod -> assertThat(revision(pod)).isEqualTo(revision())));
      Load.Outcome outcome = load.stop();
      say("requests during the change of image: " + outcome);
      assertThat(outcome.failures()).isEmpty();
      assertThat(outcome.sent()).isGreaterThan(10 * PER_SECOND);
    }
    assertThat(
            client.apps().deployments().inNamespace(Demo.NAMESPACE).list().getItems().stream()
                .map(d -> d.getMetadata().getName()))
        .containsExactlyInAnyOrder(Demo.NAME + "-api-" + revision(), Demo.NAME + "-workers");
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(namespace.pods("worker"))
                .as("workers follow")
                .isNotEmpty()
                .allSatisfy(pod -> {
                  assertThat(revision(pod)).isEqualTo(revision());
                  assertThat(isReady(pod)).isTrue();
                }));
    assertThat(discoveries.stored()).isEqualTo(harvested);
  }

  @Test
  @Order(10)
  void aDeletedLeaderIsFollowedByTheOtherOperator() {
    String leader = leader();
    client.pods().inNamespace(Installation.NAMESPACE).withName(leader).delete();
    // The new leader has to do something that only a leader does.
    client
        .apps()
        .deployments()
        .inNamespace(Demo.NAMESPACE)
        .withName(Demo.NAME + "-api-" + revision())
        .scale(0);
    await().atMost(DEADLINE).until(() -> !leader().equals(leader));
    await().atMost(DEADLINE).until(() -> namespace.pods("api").stream().anyMatch(SpineIT::isReady));
    demo.awaitReady();
  }

  @Test
  @Order(11)
  void noPodRunsAsRootOrWithAWritableRootOrAServiceAccountToken() {
    assertThat(namespace.pods("api", "cache", "database"))
        .isNotEmpty()
        .allSatisfy(pod -> {
          assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
          assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
          assertThat(pod.getSpec().getContainers())
              .allSatisfy(container ->
                  assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue());
        });
  }

  @Test
  @Order(12)
  void theImagesOfAppAndOperatorHoldNoShell() {
    Pod api = namespace.pods("api").getFirst();
    Pod operator =
        client
            .pods()
            .inNamespace(Installation.NAMESPACE)
            .withLabel("app.kubernetes.io/component", "operator")
            .list()
            .getItems()
            .getFirst();
    for (Pod pod : List.of(api, operator)) {
      assertThat(run(pod, "java", "-version")).as("the way to run a command works").isZero();
      for (String shell : List.of("sh", "/bin/sh", "bash", "/bin/busybox")) {
        assertThat(run(pod, shell, "-c", "true")).as("%s in %s", shell, name(pod)).isNotZero();
      }
    }
  }

  @Test
  @Order(13)
  void theOperatorLoggedNoErrorAndNoSecret() {
    String log =
        cluster.kubectl("-n", Installation.NAMESPACE, "logs", "deployment/" + Installation.RELEASE);
    assertThat(log.lines()).noneMatch(line -> line.contains(" ERROR "));
    String everything = log + namespace.describeEverything() + namespace.podLogs();
    assertThat(namespace.secretValues())
        .hasSizeGreaterThanOrEqualTo(7)
        .allSatisfy(secret -> assertThat(everything.contains(secret)).isFalse());
  }

  @Test
  @Order(14)
  void deletingTheResourceLeavesOnlyTheRetainedData() {
    client
        .genericKubernetesResources("signalharvester.io/v1alpha1", "SignalHarvester")
        .inNamespace(Demo.NAMESPACE)
        .withName(Demo.NAME)
        .delete();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(namespace.left())
                .containsExactlyInAnyOrder(
                    "Secret/demo-app",
                    "Secret/demo-postgres",
                    "PersistentVolumeClaim/data-demo-postgres-0"));
  }

  @Test
  @Order(15)
  void aResourceOfTheSameNameTakesTheDataUpAgain() {
    String key = demo.apiKey();
    demo.apply(images);
    demo.awaitReady();
    assertThat(demo.apiKey()).isEqualTo(key);
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(discoveries.stored()).isEqualTo(harvested));
  }

  /** Deletes the pods of a component and waits until others serve the same rows. */
  private static void killAndHeal(String component) {
    Set<String> before = namespace.uids(component);
    assertThat(before).isNotEmpty();
    namespace.pods(component).forEach(pod -> client.resource(pod).delete());
    await()
        .atMost(DEADLINE)
        .until(() ->
            !namespace.uids(component).isEmpty()
                && namespace.uids(component).stream().noneMatch(before::contains)
                && namespace.pods(component).stream().allMatch(SpineIT::isReady));
    demo.awaitReady();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(discoveries.stored()).isEqualTo(harvested));
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static String revision(Pod pod) {
    return pod.getMetadata().getLabels().get("signalharvester.io/revision");
  }

  private static String revision() {
    GenericKubernetesResource resource =
        client
            .genericKubernetesResources("signalharvester.io/v1alpha1", "SignalHarvester")
            .inNamespace(Demo.NAMESPACE)
            .withName(Demo.NAME)
            .get();
    return resource.get("status", "stable", "revision");
  }

  private static int run(Pod pod, String... command) {
    try (ExecWatch watch =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(name(pod))
            .redirectingOutput()
            .exec(command)) {
      return watch.exitCode().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String leader() {
    return client
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.RELEASE)
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static void say(String line) {
    System.err.println("[level 0] " + line);
  }
}
