/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.ChildNames;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.SecretNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Follows the Secrets that resources name. Those that bear the label are watched; another one is
 * read while its resource is not as it should be, and not at all while it is: nobody watches all
 * Secrets of a cluster, and a settled resource costs no call.
 */
final class NamedSecrets {

  private static final String SOURCE = "WatchedSecret";

  private final BiFunction<String, String, Optional<Secret>> live;

  /**
   * Reads with this what is not watched.
   *
   * @param live finds a Secret by its namespace and name
   */
  NamedSecrets(BiFunction<String, String, Optional<Secret>> live) {
    this.live = live;
  }

  EventSource<Secret, SignalHarvester> eventSource(EventSourceContext<SignalHarvester> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, SignalHarvester.class)
            .withName(SOURCE)
            .withLabelSelector(Labels.WATCH + "=true")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(secret ->
                context
                    .getPrimaryCache()
                    .list(
                        secret.getMetadata().getNamespace(),
                        resource ->
                            SecretNames.of(resource.getSpec())
                                .contains(secret.getMetadata().getName()))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .<SignalHarvester>withPrimaryToSecondaryMapper(resource ->
                SecretNames.of(resource.getSpec()).stream()
                    .map(name -> new ResourceID(name, resource.getMetadata().getNamespace()))
                    .collect(Collectors.toSet()))
            .build(),
        context);
  }

  /**
   * What is known of each Secret that the resource names.
   *
   * @param children the objects of the resource
   */
  Map<String, NamedSecret> of(
      SignalHarvester resource, List<HasMetadata> children, Context<SignalHarvester> context) {
    Map<String, NamedSecret> known = new HashMap<>();
    EventSource<Secret, SignalHarvester> source =
        context.eventSourceRetriever().getEventSourceFor(Secret.class, SOURCE);
    source
        .getSecondaryResources(resource)
        .forEach(secret -> known.put(secret.getMetadata().getName(), present(secret, true)));
    for (String name : SecretNames.of(resource.getSpec())) {
      known.computeIfAbsent(name, absent -> unwatched(resource, children, absent));
    }
    return known;
  }

  private NamedSecret unwatched(SignalHarvester resource, List<HasMetadata> children, String name) {
    return settled(resource) && onRecord(resource, children)
        ? new NamedSecret.Unread()
        : live.apply(resource.getMetadata().getNamespace(), name)
            .map(secret -> present(secret, false))
            .orElseGet(NamedSecret.Absent::new);
  }

  /** What serves is what is asked for, so the Secrets were right when they were needed. */
  private static boolean settled(SignalHarvester resource) {
    SignalHarvesterStatus status = resource.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration())
        && status.conditions() != null
        && status.conditions().stream()
            .anyMatch(c -> "Ready".equals(c.type()) && "True".equals(c.status()));
  }

  /** The policy that opens the ports of the Secrets is there, or none is wanted. */
  private static boolean onRecord(SignalHarvester resource, List<HasMetadata> children) {
    String policy = new ChildNames(resource.getMetadata().getName()).externalPolicy();
    return (resource.getSpec().networkPolicy() != null
            && Boolean.FALSE.equals(resource.getSpec().networkPolicy().enabled()))
        || children.stream()
            .anyMatch(child ->
                child instanceof NetworkPolicy && child.getMetadata().getName().equals(policy));
  }

  private static NamedSecret present(Secret secret, boolean watched) {
    Map<String, String> values = new HashMap<>();
    Optional.ofNullable(secret.getData())
        .orElse(Map.of())
        .forEach((key, value) ->
            values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return new NamedSecret.Present(values, watched);
  }
}
