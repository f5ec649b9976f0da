/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator that starts on what runs already, of its own version or of an earlier one. */
class RestartOnApiServerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final List<String> RESOURCES =
      IntStream.range(0, 50).mapToObj("demo-%02d"::formatted).toList();
  private static final Set<String> RENDERED_EARLIER = Set.copyOf(RESOURCES.subList(0, 5));

  /** A value that no operator of today renders. */
  private static final long EARLIER_GRACE = 77;

  private static ApiServer server;
  private static KubernetesClient user;

  private final Site site = Site.in(user, "many");
  private final Config account = ChartAccount.of(server, user, "many", "many", right -> right);
  private final Calls calls = new Calls();
  private final Passes passes = Passes.inRealTime();

  @BeforeAll
  static void startServer() throws IOException {
    server = ApiServer.start();
    server.installCrd();
    server.installGatewayApi();
    user = server.client();
  }

  @AfterAll
  static void stopServer() {
    if (user != null) {
      user.close();
      server.close();
    }
  }

  @Test
  void aRestartOverFiftyResourcesWritesNothingAndKeepsWhatAnEarlierOperatorRendered() {
    Instant start = Instant.now();
    RESOURCES.forEach(name -> site.ask(site.resource(name, "app:1", Cluster.EXPOSURE)));
    RENDERED_EARLIER.forEach(this::freezeAsRenderedEarlier);
    try (LiveOperator _ = start()) {
      awaitSettled();
    }
    assertThat(RESOURCES)
        .allSatisfy(name -> {
          long others = RENDERED_EARLIER.contains(name) ? 0 : templates(name).size();
          assertThat(templates(name)).as(name).hasSizeGreaterThanOrEqualTo(3);
          assertThat(templates(name).values())
              .as("%s: templates that are not of the earlier operator", name)
              .filteredOn(template -> grace(template) != EARLIER_GRACE)
              .hasSize((int) others);
        });

    Map<String, String> before = versions();
    calls.clear();
    passes.forget();
    try (LiveOperator _ = start()) {
      await().atMost(DEADLINE).until(() -> passes.whose().containsAll(RESOURCES));
      quiet();
      assertThat(calls.writes()).as("a restart only reads").isEmpty();
      assertThat(versions()).isEqualTo(before);
      System.out.printf(
          "restart over %d resources with %d objects: %d passes, %d reads, 0 writes; %d s in all%n",
          RESOURCES.size(),
          before.size(),
          passes.whose().size(),
          calls.all().size(),
          Duration.between(start, Instant.now()).toSeconds());

      // What is not of the revision acts, and the frozen template stays beside it.
      String name = RESOURCES.getFirst();
      Map<String, PodTemplateSpec> frozen = templates(name);
      site.ask(site.resource(name, "app:1", Cluster.EXPOSURE + "\napi: {replicas: 3}"));
      await()
          .atMost(DEADLINE)
          .until(() ->
              site.objects(name).stream()
                  .anyMatch(object ->
                      object instanceof Deployment api && api.getSpec().getReplicas() == 3));
      quiet();
      assertThat(templates(name)).isEqualTo(frozen);
    }
  }

  private LiveOperator start() {
    return LiveOperator.start(account, Set.of("many"), passes, calls);
  }

  /**
   * An operator of another version made the snapshot of this resource, from which everything is
   * then rendered.
   */
  private void freezeAsRenderedEarlier(String name) {
    SignalHarvester resource = site.get(name);
    String revision = Revision.of(resource.getSpec());
    ConfigMap today =
        Snapshot.of(Settled.of(resource, new DefaultImages("postgres:18", "redis:7")), revision);
    Map<String, String> data = new TreeMap<>(today.getData());
    data.replaceAll((key, value) ->
        value.replaceAll(
            "\"terminationGracePeriodSeconds\":\\d+",
            "\"terminationGracePeriodSeconds\":" + EARLIER_GRACE));
    assertThat(data).isNotEqualTo(today.getData());
    user.resource(today.edit().withData(data).build()).create();
    // Its intent is on record, so that the snapshot is not one of a revision that nobody wants.
    user.resource(resource)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Labels.OPERATOR)
                .build(),
            """
            apiVersion: signalharvester.io/v1alpha1
            kind: SignalHarvester
            metadata: {name: %s, namespace: many}
            status: {rollout: {state: Preparing, revision: "%s", since: "%s"}}
            """
                .formatted(name, revision, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  private void awaitSettled() {
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> {
          new PlayedControllers(user, "many").play();
          assertThat(
                  user
                      .resources(SignalHarvester.class)
                      .inNamespace("many")
                      .list()
                      .getItems()
                      .stream()
                      .filter(resource -> ready(resource.getStatus()))
                      .count())
              .isEqualTo(RESOURCES.size());
          assertThat(
                  user.apps().deployments().inNamespace("many").list().getItems().stream()
                      .map(deployment -> deployment.getMetadata().getName())
                      .filter(name -> name.endsWith("-workers"))
                      .count())
              .isEqualTo(RESOURCES.size());
        });
    quiet();
  }

  private static boolean ready(SignalHarvesterStatus status) {
    return status != null
        && status.rollout() == null
        && status.conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .map(Condition::status)
            .anyMatch("True"::equals);
  }

  /** Until there was no pass for two seconds. */
  private void quiet() {
    AtomicInteger same = new AtomicInteger();
    long[] seen = {-1};
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> {
          new PlayedControllers(user, "many").play();
          boolean moved = passes.count() != seen[0];
          seen[0] = passes.count();
          return (moved ? same.updateAndGet(n -> 0) : same.incrementAndGet()) >= 8;
        });
  }

  /** What would change with any write, by kind and name. */
  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    Site.KINDS.stream()
        .<HasMetadata>flatMap(
            kind -> user.resources(kind).inNamespace("many").list().getItems().stream())
        .filter(object -> object.getMetadata().getLabels() != null)
        .filter(object -> object.getMetadata().getLabels().containsKey(Labels.INSTANCE))
        .forEach(
            object -> versions.put(Essence.key(object), object.getMetadata().getResourceVersion()));
    user.resources(SignalHarvester.class)
        .inNamespace("many")
        .list()
        .getItems()
        .forEach(resource ->
            versions.put(Essence.key(resource), resource.getMetadata().getResourceVersion()));
    return versions;
  }

  /** The pod templates of the workload: API pods, workers and pipelines. */
  private Map<String, PodTemplateSpec> templates(String name) {
    return site.objects(name).stream()
        .filter(object -> object instanceof Deployment || object instanceof CronJob)
        .collect(
            Collectors.toMap(
                Essence::key,
                object ->
                    switch (object) {
                      case CronJob cron -> cron.getSpec().getJobTemplate().getSpec().getTemplate();
                      case Deployment deployment -> deployment.getSpec().getTemplate();
                      default -> throw new IllegalArgumentException(object.getKind());
                    }));
  }

  private static long grace(PodTemplateSpec template) {
    return template.getSpec().getTerminationGracePeriodSeconds();
  }
}
