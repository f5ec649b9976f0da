/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.operator.chart.Chart;
import io.signalharvester.operator.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chart gives the operator the rights that it uses, all of them and no other. */
class RightsOnApiServerTest {

  private static final Set<String> WATCHED_EVERYWHERE = Set.of();

  private static final String LEASES = "coordination.k8s.io";
  // A lease is made, then renewed.
  private static final Set<String> LEASE_RIGHTS =
      Set.of(
          Calls.right(LEASES, "leases", "get"),
          Calls.right(LEASES, "leases", "create"),
          Calls.right(LEASES, "leases", "patch"));

  private static ApiServer server;
  private static KubernetesClient user;

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
  void theLifeOfAnInstallationTakesExactlyTheRightsOfTheChart() throws Exception {
    Site.in(user, "operators");
    Site shop = Site.in(user, "shop");
    Config account = ChartAccount.of(server, user, "operators", null, UnaryOperator.identity());
    Calls calls = new Calls();
    try (LiveOperator _ =
        LiveOperator.start(account, WATCHED_EVERYWHERE, Passes.faster(20), calls)) {
      shop.ask(shop.resource("demo", "app:1", Cluster.EXPOSURE + "\napi: {autoscaling: {}}"));
      shop.awaitSettled("demo");
      shop.ask(shop.resource("demo", "app:2", Cluster.EXPOSURE));
      shop.awaitSettled("demo");
      shop.ask(
          shop.resource(
              "demo",
              "app:2",
              "pipelines: []\nnetworkPolicy: {enabled: false}\n"
                  + "database: {managed: {deletionPolicy: Delete}}"));
      shop.awaitThat(
          "demo",
          () ->
              assertThat(shop.objects("demo"))
                  .noneMatch(HTTPRoute.class::isInstance)
                  .noneMatch(HorizontalPodAutoscaler.class::isInstance)
                  .noneMatch(NetworkPolicy.class::isInstance)
                  .noneMatch(CronJob.class::isInstance));
    }
    lead(account, calls);
    Set<String> used = calls.rights();
    // The framework does not try for the lease without the right to update it, which it never uses.
    used.add(Calls.right(LEASES, "leases", "update"));
    assertThat(used).isEqualTo(granted());
  }

  /** Without this, the test above would also pass where every account may do everything. */
  @Test
  void aMissingRightIsSaid() {
    Site.in(user, "lacking");
    Config account =
        ChartAccount.of(
            server, user, "lacking", "lacking", object -> without("services", "create", object));
    Site site = new Site(user, "lacking");
    try (LiveOperator _ =
        LiveOperator.start(account, Set.of("lacking"), Passes.inRealTime(), new Calls())) {
      site.ask(site.resource("demo", "app:1", ""));
      await()
          .atMost(Site.DEADLINE)
          .untilAsserted(() ->
              assertThat(site.condition("demo", "Ready"))
                  .hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo("ApplyFailed");
                    assertThat(ready.message()).contains("cannot create resource \"services\"");
                  }));
    }
  }

  private static HasMetadata without(String resource, String verb, HasMetadata object) {
    Chart.rules(object).stream()
        .filter(rule -> rule.getResources().contains(resource))
        .forEach(rule -> rule.getVerbs().remove(verb));
    return object;
  }

  private static Set<String> granted() {
    Set<String> rights = new TreeSet<>();
    Chart.rules(Chart.render("operator", "operators", Chart.IMAGES))
        .forEach(rule ->
            rule.getApiGroups()
                .forEach(group ->
                    rule.getResources()
                        .forEach(resource ->
                            rule.getVerbs()
                                .forEach(verb -> rights.add(Calls.right(group, resource, verb))))));
    return rights;
  }

  /** Leads for some moments, by the same means as the operator. */
  private static void lead(Config account, Calls calls) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(account)
                .withHttpClientBuilderConsumer(
                    builder -> builder.addOrReplaceInterceptor("calls", calls))
                .build()) {
      LeaderElector elector =
          new LeaderElectorBuilder(client, threads)
              .withConfig(
                  new LeaderElectionConfig(
                      new LeaseLock("operators", Labels.OPERATOR, "one"),
                      Duration.ofSeconds(15),
                      Duration.ofSeconds(10),
                      Duration.ofMillis(200),
                      new LeaderCallbacks(() -> {}, () -> {}, leader -> {}),
                      true,
                      Labels.OPERATOR))
              .build();
      var leadership = elector.start();
      await().atMost(Site.DEADLINE).until(() -> calls.rights().containsAll(LEASE_RIGHTS));
      leadership.cancel(true);
    }
  }
}
