/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
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
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Watches the kinds of the children and reads their caches into an observation. */
public final class Observer {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          Secret.class,
          Service.class,
          ConfigMap.class,
          StatefulSet.class,
          Deployment.class,
          Job.class,
          CronJob.class,
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Pod.class);

  private final boolean gatewayApi;
  private final NamedSecrets secrets;

  /**
   * An observer for a cluster that serves the Gateway API, or does not.
   *
   * @param secret finds a Secret by its namespace and name, for those that are not watched
   */
  public Observer(boolean gatewayApi, BiFunction<String, String, Optional<Secret>> secret) {
    this.gatewayApi = gatewayApi;
    this.secrets = new NamedSecrets(secret);
  }

  /** One informer a kind, each over objects with our label only, and one over watched Secrets. */
  public List<EventSource<?, SignalHarvester>> eventSources(
      EventSourceContext<SignalHarvester> context) {
    List<EventSource<?, SignalHarvester>> sources = new ArrayList<>();
    kinds().forEach(kind -> sources.add(informer(kind, context)));
    sources.add(secrets.eventSource(context));
    return sources;
  }

  /** What the caches hold for a resource now. */
  public Observation observe(SignalHarvester resource, Context<SignalHarvester> context) {
    List<HasMetadata> children = new ArrayList<>();
    kinds().forEach(kind -> children.addAll(cached(kind, resource, context)));
    children.removeIf(child -> ofFormer(child, resource));
    return new Observation(resource, children, gatewayApi, secrets.of(resource, children, context));
  }

  /** From the informer over our own objects: there is a second one over Secrets. */
  private static <T extends HasMetadata> Set<T> cached(
      Class<T> kind, SignalHarvester resource, Context<SignalHarvester> context) {
    return context
        .eventSourceRetriever()
        .getEventSourceFor(kind, kind.getSimpleName())
        .getSecondaryResources(resource);
  }

  /**
   * A child of a deleted resource of the same name is about to be collected. What it says (a stable
   * revision, Ready pods) is not true of the new resource.
   */
  private static boolean ofFormer(HasMetadata child, SignalHarvester resource) {
    return child.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner ->
            "SignalHarvester".equals(owner.getKind())
                && !owner.getUid().equals(resource.getMetadata().getUid()));
  }

  private List<Class<? extends HasMetadata>> kinds() {
    List<Class<? extends HasMetadata>> kinds = new ArrayList<>(KINDS);
    if (gatewayApi) {
      kinds.add(HTTPRoute.class);
    }
    return kinds;
  }

  private static <T extends HasMetadata> InformerEventSource<T, SignalHarvester> informer(
      Class<T> kind, EventSourceContext<SignalHarvester> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, SignalHarvester.class)
            .withName(kind.getSimpleName())
            .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(Observer::owner)
            .build(),
        context);
  }

  /**
   * By label and not by owner: pods, and what outlives its resource, have another owner or none.
   */
  private static Set<ResourceID> owner(HasMetadata child) {
    return Optional.ofNullable(child.getMetadata().getLabels().get(Labels.INSTANCE))
        .map(instance -> new ResourceID(instance, child.getMetadata().getNamespace()))
        .stream()
        .collect(Collectors.toSet());
  }
}
