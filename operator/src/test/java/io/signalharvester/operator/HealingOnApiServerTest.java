/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever of an installation is deleted or changed by hand comes back. Secrets are the exception:
 * a new one would not open what the lost one opened, so they are missed and never made anew.
 */
class HealingOnApiServerTest {

  /** Runs that are over: they are kept as a record and not run again. */
  private static final List<String> DONE = List.of("Job/demo-plan-", "Job/demo-schema-");

  /** A change of one field of ours in an object of each kind that has one to change. */
  private static final Map<String, String> CHANGES =
      Map.of(
          "Deployment", "{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":120}}}",
          "StatefulSet", "{\"replicas\":0}",
          "Service", "{\"selector\":{\"app.kubernetes.io/component\":\"other\"}}",
          "CronJob", "{\"schedule\":\"1 2 3 4 5\"}",
          "HorizontalPodAutoscaler", "{\"maxReplicas\":99}",
          "PodDisruptionBudget", "{\"maxUnavailable\":\"100%\"}",
          "NetworkPolicy", "{\"podSelector\":{\"matchLabels\":{\"other\":\"other\"}}}",
          "HTTPRoute", "{\"hostnames\":[\"other.example.com\"]}");

  private static final Set<String> WITHOUT_A_FIELD_TO_CHANGE =
      Set.of("ServiceAccount", "ConfigMap", "Job");

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

  @ParameterizedTest
  @CsvSource({"plain, api: {replicas: 2}", "scaled, 'api: {autoscaling: {minReplicas: 2}}'"})
  void everyObjectThatIsDeletedOrChangedByHandHeals(String namespace, String api) {
    Site site = Site.in(user, namespace);
    try (LiveOperator _ =
        LiveOperator.start(
            ChartAccount.of(server, user, namespace, namespace, right -> right),
            Set.of(namespace),
            Passes.faster(20),
            new Calls())) {
      site.ask(site.resource("demo", "app:1", Cluster.EXPOSURE + "\n" + api));
      site.awaitSettled("demo");
      List<HasMetadata> objects =
          site.objects("demo").stream()
              .filter(object -> !(object instanceof Secret))
              .filter(object -> DONE.stream().noneMatch(Essence.key(object)::startsWith))
              .toList();
      assertThat(objects)
          .extracting(HasMetadata::getKind)
          .as("a change is known for each kind")
          .allMatch(kind -> CHANGES.containsKey(kind) || WITHOUT_A_FIELD_TO_CHANGE.contains(kind));
      Map<String, String> whole = Essence.of(site, "demo");
      for (HasMetadata object : objects) {
        comesBackWithItsLabels(site, object, Set.of(Labels.MANAGED_BY));
        comesBackWithItsLabels(site, object, object.getMetadata().getLabels().keySet());
        Optional.ofNullable(CHANGES.get(object.getKind()))
            .ifPresent(change -> goesBack(site, object, "{\"spec\":" + change + "}"));
        comesBackWhenDeleted(site, object);
      }
      site.awaitSettled("demo");
      assertThat(Essence.of(site, "demo")).isEqualTo(whole);
      System.out.printf(
          "%s: %d objects of %d kinds were deleted and changed%n",
          namespace, objects.size(), objects.stream().map(HasMetadata::getKind).distinct().count());
    }
  }

  private static void comesBackWithItsLabels(Site site, HasMetadata object, Set<String> labels) {
    String removed =
        labels.stream()
            .map(label -> "\"" + label + "\":null")
            .collect(Collectors.joining(",", "{\"metadata\":{\"labels\":{", "}}}"));
    goesBack(site, object, removed);
  }

  /** What was changed is as before, and what others wrote at the same time is still there. */
  private static void goesBack(Site site, HasMetadata object, String change) {
    SignalHarvester owner = site.get("demo");
    String before = Essence.of(object, owner);
    String foreign = "{\"%s\":\"yes\"}".formatted(Essence.FOREIGN);
    site.patch(
        object, "{\"metadata\":{\"annotations\":%s,\"labels\":%s}}".formatted(foreign, foreign));
    HasMetadata changed = site.patch(object, change);
    assertThat(Essence.of(changed, owner)).as("the change %s acts", change).isNotEqualTo(before);
    awaitHealed(
        site,
        "%s after %s".formatted(Essence.key(object), change),
        () -> {
          HasMetadata found = user.resource(object).get();
          assertThat(Essence.of(found, owner)).isEqualTo(before);
          assertThat(found.getMetadata().getLabels()).containsEntry(Essence.FOREIGN, "yes");
          assertThat(found.getMetadata().getAnnotations()).containsEntry(Essence.FOREIGN, "yes");
        });
  }

  private static void comesBackWhenDeleted(Site site, HasMetadata object) {
    SignalHarvester owner = site.get("demo");
    user.resource(object).delete();
    awaitHealed(
        site,
        Essence.key(object) + " after its deletion",
        () -> {
          HasMetadata found = user.resource(object).get();
          assertThat(found).isNotNull();
          assertThat(found.getMetadata().getUid()).isNotEqualTo(object.getMetadata().getUid());
          assertThat(Essence.of(found, owner)).isEqualTo(Essence.of(object, owner));
        });
  }

  private static void awaitHealed(
      Site site, String what, org.awaitility.core.ThrowingRunnable healed) {
    await(what)
        .atMost(Site.DEADLINE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> {
          new PlayedControllers(user, site.namespace()).play();
          healed.run();
        });
  }
}
