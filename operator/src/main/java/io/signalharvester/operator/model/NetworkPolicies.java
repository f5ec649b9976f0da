/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpecBuilder;
import io.signalharvester.api.v1alpha1.NetworkDestination;
import io.signalharvester.api.v1alpha1.ParentReference;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The NetworkPolicies of an installation. One closes everything for all its pods; the others open
 * what each part needs. Their order is that of writing: what opens comes before what closes, so
 * that pods which run already lose nothing in between.
 */
public final class NetworkPolicies {

  private static final String INGRESS = "Ingress";
  private static final String EGRESS = "Egress";
  private static final Component[] WORKLOAD = {
    Component.API, Component.WORKER, Component.SCHEMA, Component.PIPELINE
  };

  private static final String SINCE = SignalHarvester.GROUP + "/open-since-revision";

  private NetworkPolicies() {}

  /** All of them; none when the user asked for none. */
  public static List<NetworkPolicy> of(Settled asked, Reach reach) {
    if (!asked.network().enabled()) {
      return List.of();
    }
    ChildNames names = asked.names();
    List<NetworkPolicy> policies = new ArrayList<>();
    policies.add(outOfWorkload(asked, reach));
    if (!reach.external().ports().isEmpty()) {
      policies.add(outToStores(asked, reach));
    }
    policies.add(into(asked, names.apiPolicy(), Component.API, intoApi(asked, reach)));
    policies.add(into(asked, names.workers(), Component.WORKER, intoWorkers(reach)));
    if (asked.external().database().isEmpty()) {
      policies.add(
          into(asked, names.postgres(), Component.DATABASE, intoStore(asked, Postgres.PORT)));
    }
    if (asked.external().cache().isEmpty()) {
      policies.add(into(asked, names.redis(), Component.CACHE, intoStore(asked, Redis.PORT)));
    }
    policies.add(nothing(asked));
    return policies;
  }

  /** Reads back what the policy of external stores opens. */
  public static Reach.Stores opened(NetworkPolicy external) {
    SortedSet<Integer> ports = new TreeSet<>();
    external.getSpec().getEgress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .forEach(port -> ports.add(port.getPort().getIntVal()));
    return new Reach.Stores(
        ports,
        Objects.requireNonNullElse(
                external.getMetadata().getAnnotations(), Map.<String, String>of())
            .getOrDefault(SINCE, ""));
  }

  /** No pod of the installation is called or calls, unless another policy says so. */
  private static NetworkPolicy nothing(Settled asked) {
    return policy(
        asked,
        asked.names().denyPolicy(),
        Component.API,
        new NetworkPolicySpecBuilder()
            .withPodSelector(
                new LabelSelectorBuilder().withMatchLabels(Labels.instance(asked.name())).build())
            .withPolicyTypes(INGRESS, EGRESS));
  }

  private static NetworkPolicy into(
      Settled asked, String name, Component to, List<NetworkPolicyIngressRule> rules) {
    return policy(
        asked,
        name,
        to,
        new NetworkPolicySpecBuilder()
            .withPodSelector(pods(asked, to))
            .withIngress(rules)
            .withPolicyTypes(INGRESS));
  }

  private static List<NetworkPolicyIngressRule> intoApi(Settled asked, Reach reach) {
    List<NetworkPolicyPeer> clients =
        Stream.concat(gateways(asked), asked.network().ingressFrom().stream().map(NetworkPeers::of))
            .toList();
    List<NetworkPolicyIngressRule> rules = new ArrayList<>();
    if (!clients.isEmpty()) {
      // A rule without peers would open the port to everyone.
      rules.add(NetworkPeers.from(clients, ApiPods.PORT));
    }
    rules.add(
        NetworkPeers.from(
            List.of(NetworkPeers.operator(reach.operatorNamespace())),
            ApiPods.PORT,
            ApiPods.MANAGEMENT_PORT));
    rules.add(NetworkPeers.from(List.of(NetworkPeers.monitoring()), ApiPods.MANAGEMENT_PORT));
    return rules;
  }

  /** The namespaces of the Gateways; their pods may bear any label. */
  private static Stream<NetworkPolicyPeer> gateways(Settled asked) {
    return asked.parentRefs().stream()
        .map(ParentReference::namespace)
        .map(namespace -> Objects.requireNonNullElse(namespace, asked.namespace()))
        .distinct()
        .sorted()
        .map(NetworkPeers::namespace);
  }

  private static List<NetworkPolicyIngressRule> intoWorkers(Reach reach) {
    return List.of(
        NetworkPeers.from(
            List.of(NetworkPeers.operator(reach.operatorNamespace()), NetworkPeers.monitoring()),
            ApiPods.MANAGEMENT_PORT));
  }

  private static List<NetworkPolicyIngressRule> intoStore(Settled asked, int port) {
    return List.of(NetworkPeers.from(List.of(NetworkPeers.pods(pods(asked, WORKLOAD))), port));
  }

  private static NetworkPolicy outOfWorkload(Settled asked, Reach reach) {
    List<NetworkPolicyEgressRule> rules = new ArrayList<>();
    rules.add(NetworkPeers.dns());
    if (asked.external().database().isEmpty()) {
      rules.add(
          NetworkPeers.to(
              List.of(NetworkPeers.pods(pods(asked, Component.DATABASE))), Postgres.PORT));
    }
    if (asked.external().cache().isEmpty()) {
      rules.add(
          NetworkPeers.to(List.of(NetworkPeers.pods(pods(asked, Component.CACHE))), Redis.PORT));
    }
    rules.add(NetworkPeers.to(NetworkPeers.PUBLIC, NetworkPeers.HTTPS_PORT));
    if (!reach.ports().isEmpty()) {
      rules.add(anywhere(reach.ports()));
    }
    for (NetworkDestination destination : asked.network().egressTo()) {
      rules.add(NetworkPeers.to(destination));
    }
    return outOfWorkload(asked, asked.names().egressPolicy(), rules);
  }

  /** A policy of its own, because it is also the record of the ports while no Secret is read. */
  private static NetworkPolicy outToStores(Settled asked, Reach reach) {
    NetworkPolicy policy =
        outOfWorkload(
            asked, asked.names().externalPolicy(), List.of(anywhere(reach.external().ports())));
    policy.getMetadata().setAnnotations(Map.of(SINCE, reach.external().revision()));
    return policy;
  }

  private static NetworkPolicyEgressRule anywhere(Collection<Integer> ports) {
    return NetworkPeers.to(NetworkPeers.ANYWHERE, ports.stream().mapToInt(port -> port).toArray());
  }

  private static NetworkPolicy outOfWorkload(
      Settled asked, String name, List<NetworkPolicyEgressRule> rules) {
    return policy(
        asked,
        name,
        Component.API,
        new NetworkPolicySpecBuilder()
            .withPodSelector(pods(asked, WORKLOAD))
            .withEgress(rules)
            .withPolicyTypes(EGRESS));
  }

  private static LabelSelector pods(Settled asked, Component... components) {
    return new LabelSelectorBuilder()
        .withMatchLabels(Labels.instance(asked.name()))
        .addNewMatchExpression()
        .withKey(Labels.COMPONENT)
        .withOperator("In")
        .withValues(Stream.of(components).map(Component::label).toList())
        .endMatchExpression()
        .build();
  }

  private static NetworkPolicy policy(
      Settled asked, String name, Component part, NetworkPolicySpecBuilder spec) {
    return new NetworkPolicyBuilder()
        .withMetadata(Metadata.owned(asked, name, Labels.of(asked.name(), part, asked.image())))
        .withSpec(spec.build())
        .build();
  }
}
