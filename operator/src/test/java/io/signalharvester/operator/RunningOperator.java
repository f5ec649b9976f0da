/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One operator at work on one namespace of a real API server, with the rights that the chart gives
 * it there, and what it asks of that server.
 */
final class RunningOperator implements AutoCloseable {

  static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final AtomicLong NAMESPACES = new AtomicLong();

  private final String namespace = "running-" + NAMESPACES.incrementAndGet();
  private final Calls calls = new Calls();
  private final Passes passes = Passes.inRealTime();
  private final KubernetesClient user;
  private final Config account;
  private LiveOperator operator;

  RunningOperator(ApiServer server, KubernetesClient user) {
    this.user = user;
    user.resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    account = ChartAccount.of(server, user, namespace, namespace, right -> right);
    start();
  }

  private void start() {
    operator = LiveOperator.start(account, Set.of(namespace), passes, calls);
  }

  @Override
  public void close() {
    operator.close();
  }

  String namespace() {
    return namespace;
  }

  /** Creates or changes the resource {@code demo} and waits until it is Ready. */
  void install(String spec) {
    SignalHarvester resource =
        Serialization.unmarshal(
            """
            apiVersion: signalharvester.io/v1alpha1
            kind: SignalHarvester
            metadata: {name: demo, namespace: %s}
            spec:
              image: app:1
            """
                    .formatted(namespace)
                + spec.indent(2),
            SignalHarvester.class);
    long generation =
        user.resource(resource).forceConflicts().serverSideApply().getMetadata().getGeneration();
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          new PlayedControllers(user, namespace).play();
          assertThat(condition("Ready"))
              .as(String.valueOf(get().getStatus()))
              .hasValueSatisfying(ready -> {
                assertThat(ready.status()).isEqualTo("True");
                assertThat(ready.observedGeneration()).isEqualTo(generation);
              });
        });
  }

  SignalHarvester get() {
    return user.resources(SignalHarvester.class).inNamespace(namespace).withName("demo").get();
  }

  Optional<Condition> condition(String type) {
    return Optional.ofNullable(get().getStatus())
        .flatMap(
            status -> status.conditions().stream().filter(c -> c.type().equals(type)).findFirst());
  }

  /** Name of what belongs to the revision that serves. */
  String api() {
    return "demo-api-" + get().getStatus().stable().revision();
  }

  Deployment deployment(String name) {
    return user.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  /** Wakes the loop up once nothing moves any more, and fails when that costs a call. */
  void assertThatAPassCostsNoCall() {
    quiet();
    calls.clear();
    long before = passes.count();
    user.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(api())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"example.com/woken\":\"%d\"}}}".formatted(before));
    await().atMost(DEADLINE).until(() -> passes.count() > before);
    quiet();
    assertThat(calls.all()).as("calls of passes that find nothing to do").isEmpty();
  }

  /** Starts the operator anew, and fails when it then writes anything. */
  void assertThatARestartOnlyReads() {
    quiet();
    operator.close();
    calls.clear();
    long before = passes.count();
    start();
    await().atMost(DEADLINE).until(() -> passes.count() > before);
    quiet();
    assertThat(calls.all()).as("calls of a start").isNotEmpty();
    assertThat(calls.writes()).as("a start only reads").isEmpty();
  }

  /** Waits until there was no pass for a while. */
  private void quiet() {
    AtomicLong seen = new AtomicLong(-1);
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> seen.getAndSet(passes.count()) == passes.count());
  }
}
