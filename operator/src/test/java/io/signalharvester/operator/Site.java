/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.model.Labels;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;

/**
 * A namespace of a real API server in which a person installs the product, and controllers are
 * played.
 *
 * @param user the person's client, which may do everything
 */
record Site(KubernetesClient user, String namespace) {

  /** The kinds that the operator makes. */
  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          Secret.class,
          ConfigMap.class,
          Service.class,
          StatefulSet.class,
          Deployment.class,
          Job.class,
          CronJob.class,
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          HTTPRoute.class);

  static final Duration DEADLINE = Duration.ofSeconds(60);

  // So often in a row the objects must be found as they were.
  private static final int SAME = 4;
  private static final String NUDGE = "nudge";
  private static final AtomicLong NUDGES = new AtomicLong();

  /** A new namespace. */
  static Site in(KubernetesClient user, String namespace) {
    user.resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return new Site(user, namespace);
  }

  /** The resource of the examples, with another image and these lines at the end of its spec. */
  SignalHarvester resource(String name, String image, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: signalharvester.io/v1alpha1
        kind: SignalHarvester
        metadata: {name: %s, namespace: %s}
        spec:
          image: %s
        """
                .formatted(name, namespace, image)
            + spec.indent(2),
        SignalHarvester.class);
  }

  /** Creates the resource, or replaces its spec. */
  void ask(SignalHarvester resource) {
    user.resource(resource).forceConflicts().serverSideApply();
  }

  SignalHarvester get(String name) {
    return user.resources(SignalHarvester.class).inNamespace(namespace).withName(name).get();
  }

  Optional<Condition> condition(String name, String type) {
    return Optional.ofNullable(get(name))
        .map(SignalHarvester::getStatus)
        .flatMap(
            status -> status.conditions().stream().filter(c -> c.type().equals(type)).findFirst());
  }

  /** Everything here that belongs to a resource. */
  List<HasMetadata> objects(String name) {
    return KINDS.stream()
        .<HasMetadata>flatMap(kind ->
            user
                .resources(kind)
                .inNamespace(namespace)
                .withLabel(Labels.INSTANCE, name)
                .list()
                .getItems()
                .stream())
        .filter(object -> !object.getMetadata().getName().startsWith(NUDGE))
        .toList();
  }

  /** Plays the controllers until this holds; each time the operator looks at the resource anew. */
  void awaitThat(String name, ThrowingRunnable holds) {
    await()
        .atMost(DEADLINE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .pollInSameThread()
        .untilAsserted(() -> {
          new PlayedControllers(user, namespace).play();
          nudge(name);
          holds.run();
        });
  }

  /** Until the resource is Ready as it is asked for and nothing of its rollout is left to do. */
  void awaitSettled(String name) {
    awaitSettled(name, () -> {});
  }

  /** As {@link #awaitSettled(String)}, while something else is done too each time. */
  void awaitSettled(String name, Runnable also) {
    Deque<Map<String, String>> seen = new ArrayDeque<>();
    awaitThat(
        name,
        () -> {
          also.run();
          seen.addFirst(Essence.of(this, name));
          while (seen.size() > SAME) {
            seen.removeLast();
          }
          assertSettled(name);
          assertThat(Set.copyOf(seen)).as("what there is moves").hasSize(1);
          assertThat(seen).hasSize(SAME);
        });
  }

  void assertSettled(String name) {
    SignalHarvester found = get(name);
    assertThat(found.getStatus()).isNotNull();
    assertThat(found.getStatus().observedGeneration())
        .isEqualTo(found.getMetadata().getGeneration());
    assertThat(condition(name, "Ready").map(Condition::status))
        .as(String.valueOf(found.getStatus()))
        .contains("True");
    assertThat(found.getStatus().rollout()).isNull();
    Deployment workers =
        user.apps().deployments().inNamespace(namespace).withName(name + "-workers").get();
    assertThat(workers).as("workers").isNotNull();
    assertThat(workers.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Labels.REVISION, found.getStatus().stable().revision());
  }

  /**
   * A word about a child wakes the loop up. With a clock that goes faster than the operator's own
   * timers, it comes to see that the time of a wait is over.
   */
  private void nudge(String name) {
    ConfigMap nudge =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(NUDGE + "-" + name)
            .withNamespace(namespace)
            .withLabels(Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.INSTANCE, name))
            .withAnnotations(Map.of("example.com/nudge", "" + NUDGES.incrementAndGet()))
            .endMetadata()
            .build();
    user.resource(nudge).fieldManager("nudge").forceConflicts().serverSideApply();
  }

  /** A change by another hand than the operator's. */
  <T extends HasMetadata> T patch(T object, String merge) {
    return user.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }
}
