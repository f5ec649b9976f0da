/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.network;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a network plugin does with NetworkPolicies, as their API promises it. Traffic from a node to
 * its own pods, which every plugin lets through, is not looked at.
 *
 * @param namespaces labels of each namespace, by its name
 */
record PolicyEvaluator(Map<String, Map<String, String>> namespaces, List<NetworkPolicy> policies) {

  /** One end of a connection. */
  sealed interface End permits Pod, Host {
    /** Its address, in digits. */
    String address();
  }

  /**
   * A pod.
   *
   * @param ports named ports of its containers
   */
  record Pod(
      String namespace, Map<String, String> labels, String address, Map<String, Integer> ports)
      implements End {}

  /** An address that is no pod's: of a node, or outside. */
  record Host(String address) implements End {}

  /** The connection is let out where it begins and let in where it ends. */
  boolean allows(End from, End to, String protocol, int port) {
    return allowsOut(from, to, protocol, port) && allowsIn(from, to, protocol, port);
  }

  private boolean allowsOut(End from, End to, String protocol, int port) {
    if (!(from instanceof Pod pod)) {
      return true;
    }
    List<NetworkPolicy> selecting = selecting(pod, "Egress");
    return selecting.isEmpty()
        || selecting.stream()
            .anyMatch(policy ->
                policy.getSpec().getEgress().stream()
                    .anyMatch(rule ->
                        matchesPeers(policy, rule.getTo(), to)
                            && matchesPorts(rule.getPorts(), to, protocol, port)));
  }

  private boolean allowsIn(End from, End to, String protocol, int port) {
    if (!(to instanceof Pod pod)) {
      return true;
    }
    List<NetworkPolicy> selecting = selecting(pod, "Ingress");
    return selecting.isEmpty()
        || selecting.stream()
            .anyMatch(policy ->
                policy.getSpec().getIngress().stream()
                    .anyMatch(rule ->
                        matchesPeers(policy, rule.getFrom(), from)
                            && matchesPorts(rule.getPorts(), to, protocol, port)));
  }

  private List<NetworkPolicy> selecting(Pod pod, String type) {
    return policies.stream()
        .filter(policy -> policy.getMetadata().getNamespace().equals(pod.namespace()))
        .filter(policy -> matches(policy.getSpec().getPodSelector(), pod.labels()))
        .filter(policy -> types(policy).contains(type))
        .toList();
  }

  private static List<String> types(NetworkPolicy policy) {
    if (!policy.getSpec().getPolicyTypes().isEmpty()) {
      return policy.getSpec().getPolicyTypes();
    }
    return policy.getSpec().getEgress().isEmpty()
        ? List.of("Ingress")
        : List.of("Ingress", "Egress");
  }

  private boolean matchesPeers(NetworkPolicy policy, List<NetworkPolicyPeer> peers, End end) {
    return peers.isEmpty() || peers.stream().anyMatch(peer -> matches(policy, peer, end));
  }

  private boolean matches(NetworkPolicy policy, NetworkPolicyPeer peer, End end) {
    if (peer.getIpBlock() != null) {
      return contains(peer.getIpBlock(), end.address());
    }
    if (!(end instanceof Pod pod)) {
      return false;
    }
    boolean namespace =
        peer.getNamespaceSelector() == null
            ? pod.namespace().equals(policy.getMetadata().getNamespace())
            : matches(
                peer.getNamespaceSelector(), namespaces.getOrDefault(pod.namespace(), Map.of()));
    return namespace
        && (peer.getPodSelector() == null || matches(peer.getPodSelector(), pod.labels()));
  }

  private static boolean matchesPorts(
      List<NetworkPolicyPort> ports, End to, String protocol, int port) {
    return ports.isEmpty()
        || ports.stream()
            .anyMatch(allowed ->
                Objects.requireNonNullElse(allowed.getProtocol(), "TCP").equals(protocol)
                    && matches(allowed, to, port));
  }

  private static boolean matches(NetworkPolicyPort allowed, End to, int port) {
    IntOrString first = allowed.getPort();
    if (first == null) {
      return true;
    }
    if (first.getStrVal() != null) {
      return to instanceof Pod pod
          && Integer.valueOf(port).equals(pod.ports().get(first.getStrVal()));
    }
    int last = Objects.requireNonNullElse(allowed.getEndPort(), first.getIntVal());
    return first.getIntVal() <= port && port <= last;
  }

  private static boolean contains(IPBlock block, String address) {
    return contains(block.getCidr(), address)
        && block.getExcept().stream().noneMatch(except -> contains(except, address));
  }

  private static boolean contains(String cidr, String address) {
    String[] parts = cidr.split("/", 2);
    byte[] base = InetAddress.ofLiteral(parts[0]).getAddress();
    byte[] asked = InetAddress.ofLiteral(address).getAddress();
    int rest = 8 * base.length - Integer.parseInt(parts[1]);
    return base.length == asked.length
        && new BigInteger(1, base)
            .shiftRight(rest)
            .equals(new BigInteger(1, asked).shiftRight(rest));
  }

  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
            .entrySet()
            .stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && selector.getMatchExpressions().stream().allMatch(wanted -> matches(wanted, labels));
  }

  private static boolean matches(LabelSelectorRequirement wanted, Map<String, String> labels) {
    String value = labels.get(wanted.getKey());
    return switch (wanted.getOperator()) {
      case "In" -> value != null && wanted.getValues().contains(value);
      case "NotIn" -> value == null || !wanted.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new IllegalArgumentException(wanted.getOperator());
    };
  }
}
