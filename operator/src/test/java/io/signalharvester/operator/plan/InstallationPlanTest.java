/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.operator.Cluster;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How an installation comes up, and when it may be called ready. */
class InstallationPlanTest {

  @Test
  void anInstallationStartsWithItsStoresAndNothingThatNeedsThem() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    assertThat(cluster.keys())
        .contains("StatefulSet/demo-postgres", "StatefulSet/demo-redis", "Secret/demo-app")
        .noneMatch(key -> key.startsWith("Job/") || key.startsWith("Deployment/"));
    assertThat(cluster.condition("Ready").reason()).isEqualTo("StoresStarting");
  }

  @Test
  void theImageIsAskedBeforeAnythingOfItStarts() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("Job/"));
    cluster.each(StatefulSet.class, Cluster::started);
    cluster.pass();
    assertThat(cluster.keys())
        .filteredOn(key -> key.startsWith("Job/"))
        .singleElement()
        .asString()
        .startsWith("Job/demo-plan-");
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("Deployment/"));
    assertThat(cluster.observation().status().state()).isEqualTo("Preparing");
  }

  @Test
  void noPodStartsBeforeTheSchemaIsReady() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    cluster.each(StatefulSet.class, Cluster::started);
    cluster.pass();
    cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    cluster.pass();
    assertThat(cluster.keys()).anyMatch(key -> key.startsWith("Job/demo-schema-"));
    assertThat(cluster.keys()).noneMatch(key -> key.startsWith("Deployment/"));
    assertThat(cluster.observation().status().state()).isEqualTo("Expanding");
  }

  @Test
  void noTrafficComesBeforeEveryPodIsReady() {
    Cluster cluster = Cluster.exposed();
    cluster.pass();
    cluster.each(StatefulSet.class, Cluster::started);
    for (int i = 0; i < 3; i++) {
      cluster.pass();
      cluster.each(Job.class, job -> Cluster.ended(job, "Complete"));
    }
    assertThat(cluster.keys()).doesNotContain("HTTPRoute/demo", "Service/demo");
    assertThat(cluster.observation().status().state()).isEqualTo("Starting");
  }

  @Test
  void anInstallationEndsReadyWithOneRevisionBehindTheRoute() {
    Cluster cluster = Cluster.exposed().settle();
    String revision = cluster.revision();
    assertThat(cluster.keys())
        .containsExactlyInAnyOrder(
            "NetworkPolicy/demo",
            "NetworkPolicy/demo-api",
            "NetworkPolicy/demo-egress",
            "NetworkPolicy/demo-postgres",
            "NetworkPolicy/demo-redis",
            "NetworkPolicy/demo-workers",
            "ServiceAccount/demo",
            "Secret/demo-app",
            "Secret/demo-postgres",
            "Secret/demo-redis",
            "Service/demo-postgres",
            "StatefulSet/demo-postgres",
            "Service/demo-redis",
            "StatefulSet/demo-redis",
            "ConfigMap/demo-" + revision,
            "Job/demo-plan-" + revision,
            "Job/demo-schema-" + revision,
            "Service/demo-api-" + revision,
            "Deployment/demo-api-" + revision,
            "PodDisruptionBudget/demo-api-" + revision,
            "Service/demo",
            "HTTPRoute/demo",
            "Job/demo-activate-" + revision,
            "Deployment/demo-workers",
            "CronJob/demo-discovery");
    assertThat(cluster.backends()).containsExactly("demo-api-" + revision + "=100");
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
    assertThat(cluster.conditions())
        .noneMatch(c -> Set.of("Reconciling", "Stalled").contains(c.type()));
    assertThat(cluster.observation().status().url()).isEqualTo("http://demo.example.com");
  }

  @Test
  void theServiceOfTheInstallationFollowsTheStableRevision() {
    Cluster cluster = Cluster.exposed().settle();
    Service service = cluster.get(Service.class, "demo");
    assertThat(service.getSpec().getSelector())
        .containsEntry("signalharvester.io/revision", cluster.revision());
    assertThat(service.getMetadata().getAnnotations())
        .containsEntry("signalharvester.io/stable-revision", cluster.revision());
  }

  @Test
  void withoutExposureTheServiceIsReadyInsideTheClusterAndHasNoRoute() {
    Cluster cluster = Cluster.with("").settle();
    assertThat(cluster.keys()).doesNotContain("HTTPRoute/demo").contains("Service/demo");
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.condition("ExposureReady").reason()).isEqualTo("InClusterOnly");
  }

  @Test
  void aRouteThatNoGatewayAcceptsIsNotReady() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.each(
        HTTPRoute.class,
        route -> {
          route.setStatus(null);
          return route;
        });
    cluster.pass();
    assertThat(cluster.condition("Ready").reason()).isEqualTo("RouteNotAccepted");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
  }

  @Test
  void aChangedHostIsNotReadyBeforeAGatewayTookItUp() {
    Cluster cluster = Cluster.exposed().settle();
    cluster.edit(
        "app:1", "exposure: {hosts: [new.example.com], gateway: {parentRefs: [{name: gw}]}}");
    cluster.pass();
    assertThat(cluster.condition("Ready").reason()).isEqualTo("RouteNotAccepted");
    cluster.pass();
    assertThat(cluster.condition("Ready").reason()).isEqualTo("RouteNotAccepted");
    cluster.controllers().pass();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aChangedDatabaseImageIsNotReadyBeforeItRuns() {
    Cluster cluster = Cluster.with("").settle();
    cluster.edit("app:1", "database: {managed: {image: 'postgres:18.9'}}").pass();
    assertThat(cluster.condition("DatabaseReady").status()).isEqualTo("False");
  }

  @Test
  void aGatewayWithoutTheGatewayApiStallsWithTheRemedy() {
    Cluster cluster = Cluster.exposed().withoutGatewayApi();
    assertThat(cluster.pass().steps()).isEmpty();
    assertThat(cluster.condition("Stalled").message()).contains("install its definitions");
  }
}
