/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.level0;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.signalharvester.e2e.cluster.RealCluster;
import io.signalharvester.e2e.images.ImageSet;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.e2e.provision.Cluster;
import io.signalharvester.e2e.provision.Demo;
import io.signalharvester.e2e.provision.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static Cluster cluster;
  private static KubernetesClient client;
  private static ImageSet images;
  private static Demo demo;
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
    demo.run(images);
    discoveries = new Discoveries(demo.gateway(), demo.apiKey());
    harvested = discoveries.walk(50);
    assertThat(harvested).as("articles of the sample feed").hasSizeGreaterThan(100);
    assertThat(discoveries.walk(7)).as("the same walk in small pages").isEqualTo(harvested);
  }

  @Test
  @Order(2)
  void theGatewayRefusesWhoHasNoKey() {
    assertThat(demo.gateway().get(Demo.DISCOVERIES + 1, "sh_nobody_0123456789").status())
        .isEqualTo(401);
  }

  @Test
  @Order(3)
  void aSecondRunOfThePipelineAddsNothing() {
    demo.runPipeline();
    assertThat(discoveries.walk(200)).isEqualTo(harvested);
  }

  @Test
  @Order(4)
  void aDeletedApiPodIsReplaced() {
    killAndHeal("api");
  }

  @Test
  @Order(5)
  void aDeletedRedisPodIsReplaced() {
    killAndHeal("cache");
  }

  @Test
  @Order(6)
  void aDeletedPostgresPodIsReplacedAndNoRowIsLost() {
    killAndHeal("database");
  }

  @Test
  @Order(7)
  void aSecondImageTakesOverAndTheFirstGoes() {
    String before = revision();
    cluster.load(
        List.of(Images.appWith(ROOT, Map.of("HARVEST_VARIANT", "second"), SpineIT::say)),
        SpineIT::say);
    demo.apply(
        new ImageSet(
            Images.appWith(ROOT, Map.of("HARVEST_VARIANT", "second"), SpineIT::say),
            images.operator(),
            images.postgres(),
            images.redis(),
            images.sampleSources()));
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(revision()).isNotEqualTo(before));
    demo.awaitReady();
    assertThat(pods("api")).allSatisfy(pod -> assertThat(revision(pod)).isEqualTo(revision()));
    assertThat(
            client.apps().deployments().inNamespace(Demo.NAMESPACE).list().getItems().stream()
                .map(d -> d.getMetadata().getName()))
        .containsExactly(Demo.NAME + "-api-" + revision());
    assertThat(discoveries.walk(100)).isEqualTo(harvested);
  }

  @Test
  @Order(8)
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
    await().atMost(DEADLINE).until(() -> pods("api").stream().anyMatch(SpineIT::isReady));
    demo.awaitReady();
  }

  @Test
  @Order(9)
  void noPodRunsAsRootOrWithAWritableRootOrAServiceAccountToken() {
    assertThat(pods("api", "cache", "database"))
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
  @Order(10)
  void theImagesOfAppAndOperatorHoldNoShell() {
    Pod api = pods("api").getFirst();
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
  @Order(11)
  void theOperatorLoggedNoErrorAndNoSecret() {
    String log =
        cluster.kubectl("-n", Installation.NAMESPACE, "logs", "deployment/" + Installation.RELEASE);
    assertThat(log.lines()).noneMatch(line -> line.contains(" ERROR "));
    String everything = log + describeEverything() + podLogs();
    assertThat(secretValues())
        .hasSizeGreaterThanOrEqualTo(7)
        .allSatisfy(secret -> assertThat(everything.contains(secret)).isFalse());
  }

  @Test
  @Order(12)
  void deletingTheResourceLeavesOnlyTheRetainedData() {
    client
        .genericKubernetesResources("signalharvester.io/v1alpha1", "SignalHarvester")
        .inNamespace(Demo.NAMESPACE)
        .withName(Demo.NAME)
        .delete();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(left())
                .containsExactlyInAnyOrder(
                    "Secret/demo-app",
                    "Secret/demo-postgres",
                    "PersistentVolumeClaim/data-demo-postgres-0"));
  }

  @Test
  @Order(13)
  void aResourceOfTheSameNameTakesTheDataUpAgain() {
    String key = demo.apiKey();
    demo.apply(images);
    demo.awaitReady();
    assertThat(demo.apiKey()).isEqualTo(key);
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(discoveries.walk(100)).isEqualTo(harvested));
  }

  /** Deletes the pods of a component and waits until others serve the same rows. */
  private static void killAndHeal(String component) {
    Set<String> before = uids(component);
    assertThat(before).isNotEmpty();
    pods(component).forEach(pod -> client.resource(pod).delete());
    await()
        .atMost(DEADLINE)
        .until(() ->
            !uids(component).isEmpty()
                && uids(component).stream().noneMatch(before::contains)
                && pods(component).stream().allMatch(SpineIT::isReady));
    demo.awaitReady();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(discoveries.walk(100)).isEqualTo(harvested));
  }

  private static List<Pod> pods(String... components) {
    return client
        .pods()
        .inNamespace(Demo.NAMESPACE)
        .withLabelIn("app.kubernetes.io/component", components)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private static Set<String> uids(String component) {
    return pods(component).stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
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

  /** Every generated value: four keys of the application and three passwords. */
  private static List<String> secretValues() {
    return client.secrets().inNamespace(Demo.NAMESPACE).list().getItems().stream()
        .flatMap(secret -> secret.getData().entrySet().stream())
        .filter(entry -> !Set.of("username", "database").contains(entry.getKey()))
        .map(entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8))
        .toList();
  }

  private static String podLogs() {
    return client.pods().inNamespace(Demo.NAMESPACE).list().getItems().stream()
        .map(pod -> cluster.kubectl("-n", Demo.NAMESPACE, "logs", name(pod), "--all-containers"))
        .collect(Collectors.joining());
  }

  private static String describeEverything() {
    return cluster.kubectl("-n", Demo.NAMESPACE, "describe", "pods,deployments,jobs,configmaps,sh")
        + cluster.kubectl("-n", Demo.NAMESPACE, "get", "events,sh,configmaps,pods", "-o", "yaml");
  }

  /** Everything of ours in the namespace; what Kubernetes itself puts there does not count. */
  private static Set<String> left() {
    return Stream.<HasMetadata>concat(
            Stream.of(
                    client.pods(),
                    client.services(),
                    client.configMaps(),
                    client.secrets(),
                    client.serviceAccounts(),
                    client.persistentVolumeClaims(),
                    client.apps().deployments(),
                    client.apps().statefulSets(),
                    client.apps().replicaSets(),
                    client.batch().v1().cronjobs())
                .flatMap(kind ->
                    kind.inNamespace(Demo.NAMESPACE).list().getItems().stream()
                        .map(HasMetadata.class::cast)),
            client
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(Demo.NAMESPACE)
                .list()
                .getItems()
                .stream())
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .filter(
            name -> !Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default").contains(name))
        // Runs started by hand belong to who started them; they end by their own time to live.
        .filter(name -> !name.startsWith("Pod/demo-discovery-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void say(String line) {
    System.err.println("[level 0] " + line);
  }
}
