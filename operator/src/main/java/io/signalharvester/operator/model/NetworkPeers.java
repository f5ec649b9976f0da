/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.signalharvester.api.v1alpha1.AddressBlock;
import io.signalharvester.api.v1alpha1.NetworkDestination;
import io.signalharvester.api.v1alpha1.NetworkPeer;
import io.signalharvester.api.v1alpha1.NetworkProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of the rules in a NetworkPolicy. Protocols are spelled out: in an atomic list a
 * left-out default never matches what the server keeps.
 */
final class NetworkPeers {

  static final int HTTPS_PORT = 443;

  private static final String TCP = "TCP";
  private static final int DNS_PORT = 53;
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
  private static final String MONITORING = "monitoring";

  private static final String ALL_V4 = "0.0.0.0/0";
  private static final String ALL_V6 = "::/0";
  // Metadata services of clouds give credentials away; nothing of ours is ever there.
  private static final String LINK_LOCAL_V4 = "169.254.0.0/16";
  private static final String LINK_LOCAL_V6 = "fe80::/10";

  /** Addresses of the internet: neither private, shared, local, multicast nor reserved. */
  static final List<NetworkPolicyPeer> PUBLIC =
      List.of(
          block(
              ALL_V4,
              List.of(
                  "0.0.0.0/8",
                  "10.0.0.0/8",
                  "100.64.0.0/10",
                  "127.0.0.0/8",
                  LINK_LOCAL_V4,
                  "172.16.0.0/12",
                  "192.168.0.0/16",
                  "198.18.0.0/15",
                  "224.0.0.0/4",
                  "240.0.0.0/4")),
          block(ALL_V6, List.of("::1/128", "fc00::/7", LINK_LOCAL_V6, "ff00::/8")));

  /**
   * Every address that may be meant by a URL. Some plugins never match pods by their address, so
   * pods are named as well.
   */
  static final List<NetworkPolicyPeer> ANYWHERE =
      List.of(
          block(ALL_V4, List.of(LINK_LOCAL_V4)),
          block(ALL_V6, List.of(LINK_LOCAL_V6)),
          peer(null, new LabelSelector(), null));

  private NetworkPeers() {}

  static NetworkPolicyIngressRule from(List<NetworkPolicyPeer> peers, int... ports) {
    return new NetworkPolicyIngressRuleBuilder().withFrom(peers).withPorts(tcp(ports)).build();
  }

  static NetworkPolicyEgressRule to(List<NetworkPolicyPeer> peers, int... ports) {
    return new NetworkPolicyEgressRuleBuilder().withTo(peers).withPorts(tcp(ports)).build();
  }

  static NetworkPolicyEgressRule to(NetworkDestination destination) {
    return new NetworkPolicyEgressRuleBuilder()
        .withTo(
            peer(destination.ipBlock(), destination.namespaceSelector(), destination.podSelector()))
        .withPorts(
            destination.ports().stream()
                .map(port ->
                    port(
                        Optional.ofNullable(port.protocol()).map(NetworkProtocol::name).orElse(TCP),
                        port.port(),
                        port.endPort()))
                .toList())
        .build();
  }

  /**
   * Name service wherever it is: in pods of a namespace that differs between clusters, in a cache
   * on a link-local address, or in a process of the node.
   */
  static NetworkPolicyEgressRule dns() {
    return new NetworkPolicyEgressRuleBuilder()
        .withPorts(port("UDP", DNS_PORT, null), port(TCP, DNS_PORT, null))
        .build();
  }

  static NetworkPolicyPeer of(NetworkPeer peer) {
    return peer(peer.ipBlock(), peer.namespaceSelector(), peer.podSelector());
  }

  static NetworkPolicyPeer pods(LabelSelector selector) {
    return peer(null, null, selector);
  }

  static NetworkPolicyPeer namespace(String name) {
    return peer(null, named(name), null);
  }

  static NetworkPolicyPeer monitoring() {
    return namespace(MONITORING);
  }

  /** The operator's own pods, by the label that the chart gives them. */
  static NetworkPolicyPeer operator(String namespace) {
    return peer(
        null,
        named(namespace),
        new LabelSelectorBuilder().withMatchLabels(Map.of(Labels.NAME, Labels.OPERATOR)).build());
  }

  private static LabelSelector named(String namespace) {
    return new LabelSelectorBuilder().withMatchLabels(Map.of(NAMESPACE_NAME, namespace)).build();
  }

  private static NetworkPolicyPeer peer(
      @Nullable AddressBlock block,
      @Nullable LabelSelector namespaces,
      @Nullable LabelSelector pods) {
    return block == null
        ? new NetworkPolicyPeerBuilder()
            .withNamespaceSelector(namespaces)
            .withPodSelector(pods)
            .build()
        : block(block.cidr(), Objects.requireNonNullElse(block.except(), List.of()));
  }

  private static NetworkPolicyPeer block(String cidr, List<String> except) {
    return new NetworkPolicyPeerBuilder()
        .withNewIpBlock()
        .withCidr(cidr)
        .withExcept(except)
        .endIpBlock()
        .build();
  }

  private static List<NetworkPolicyPort> tcp(int... ports) {
    return Arrays.stream(ports).mapToObj(port -> port(TCP, port, null)).toList();
  }

  private static NetworkPolicyPort port(String protocol, int port, @Nullable Integer last) {
    return new NetworkPolicyPortBuilder()
        .withProtocol(protocol)
        .withPort(new IntOrString(port))
        .withEndPort(last)
        .build();
  }
}
