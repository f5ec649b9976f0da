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
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
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
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Pod.class);

  private final boolean gatewayApi;

  /** An observer for a cluster that serves the Gateway API, or does not. */
  public Observer(boolean gatewayApi) {
    this.gatewayApi = gatewayApi;
  }

  /** One informer a kind, each over objects with our label only. */
  public List<EventSource<?, SignalHarvester>> eventSources(
      EventSourceContext<SignalHarvester> context) {
    return kinds().stream()
        .<EventSource<?, SignalHarvester>>map(kind -> informer(kind, context))
        .toList();
  }

  /** What the caches hold for a resource now. */
  public Observation observe(SignalHarvester resource, Context<SignalHarvester> context) {
    List<HasMetadata> children = new ArrayList<>();
    kinds().forEach(kind -> children.addAll(context.getSecondaryResources(kind)));
    children.removeIf(child -> ofFormer(child, resource));
    return new Observation(resource, children, gatewayApi);
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
