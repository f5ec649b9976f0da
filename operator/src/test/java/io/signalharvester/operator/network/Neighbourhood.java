/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.network;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.network.PolicyEvaluator.End;
import io.signalharvester.operator.network.PolicyEvaluator.Host;
import io.signalharvester.operator.network.PolicyEvaluator.Pod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A settled installation {@code demo} in the namespace {@code shop} with the pods that its own
 * objects make, and those who live around it.
 *
 * @param ends everybody, by the name that the tables use
 * @param policies NetworkPolicies of the installation
 */
record Neighbourhood(Map<String, End> ends, List<NetworkPolicy> policies) {

  static final Map<String, Map<String, String>> NAMESPACES =
      Stream.of("shop", Cluster.OPERATORS, "gateways", "monitoring", "strangers", "mail")
          .collect(
              Collectors.toMap(name -> name, name -> Map.of("kubernetes.io/metadata.name", name)));

  static Neighbourhood of(Cluster cluster) {
    Map<String, End> ends = new LinkedHashMap<>(around());
    cluster
        .observation()
        .children()
        .forEach(child ->
            template(child)
                .ifPresent(template -> {
                  Pod pod = pod("shop", template, "10.244.0." + (10 + ends.size()));
                  ends.put(pod.labels().get("app.kubernetes.io/component"), pod);
                  // The same part of another installation beside this one.
                  Map<String, String> labels = new HashMap<>(pod.labels());
                  labels.put("app.kubernetes.io/instance", "other");
                  ends.put(
                      "other-" + labels.get("app.kubernetes.io/component"),
                      new Pod("shop", labels, "10.244.1." + (10 + ends.size()), pod.ports()));
                }));
    return new Neighbourhood(
        Map.copyOf(ends), cluster.observation().all(NetworkPolicy.class).toList());
  }

  /** The same with other policies. */
  Neighbourhood with(List<NetworkPolicy> others) {
    return new Neighbourhood(ends, others);
  }

  boolean allows(String from, String to, String protocol, int port) {
    return new PolicyEvaluator(NAMESPACES, policies).allows(end(from), end(to), protocol, port);
  }

  boolean allows(End from, End to, int port) {
    return new PolicyEvaluator(NAMESPACES, policies).allows(from, to, "TCP", port);
  }

  End end(String name) {
    return Optional.ofNullable(ends.get(name))
        .orElseThrow(() -> new AssertionError(name + " is not among " + ends.keySet()));
  }

  private static Map<String, End> around() {
    Map<String, String> operator = Map.of("app.kubernetes.io/name", "signal-harvester-operator");
    return Map.ofEntries(
        Map.entry("gateway", pod("gateways", Map.of("app", "traefik"), "10.244.9.1")),
        Map.entry("operator", pod(Cluster.OPERATORS, operator, "10.244.9.2")),
        Map.entry("false-operator", pod("strangers", operator, "10.244.9.3")),
        Map.entry("beside-operator", pod(Cluster.OPERATORS, Map.of("app", "x"), "10.244.9.4")),
        Map.entry("monitoring", pod("monitoring", Map.of("app", "prometheus"), "10.244.9.5")),
        Map.entry("stranger", pod("strangers", Map.of("app", "x"), "10.244.9.6")),
        Map.entry("neighbour", pod("shop", Map.of("app", "x"), "10.244.9.7")),
        Map.entry("mailer", pod("mail", Map.of("app", "smtp"), "10.244.9.8")),
        Map.entry("node", new Host("10.0.0.4")),
        Map.entry("load-balancer", new Host("10.77.0.9")),
        Map.entry("private-172", new Host("172.20.0.9")),
        Map.entry("private-192", new Host("192.168.7.9")),
        Map.entry("shared", new Host("100.100.100.200")),
        Map.entry("metadata", new Host("169.254.169.254")),
        Map.entry("node-dns", new Host("169.254.20.10")),
        Map.entry("internet", new Host("203.0.113.80")),
        Map.entry("internet-6", new Host("2606:4700::80")),
        Map.entry("private-6", new Host("fd12::9")),
        Map.entry("link-local-6", new Host("fe80::9")));
  }

  private static Pod pod(String namespace, Map<String, String> labels, String address) {
    return new Pod(namespace, labels, address, Map.of());
  }

  private static Pod pod(String namespace, PodTemplateSpec template, String address) {
    Map<String, Integer> ports = new HashMap<>();
    template
        .getSpec()
        .getContainers()
        .forEach(container ->
            container
                .getPorts()
                .forEach(port -> ports.put(port.getName(), port.getContainerPort())));
    return new Pod(namespace, template.getMetadata().getLabels(), address, Map.copyOf(ports));
  }

  private static Optional<PodTemplateSpec> template(HasMetadata object) {
    return Optional.ofNullable(
        switch (object) {
          case Deployment deployment -> deployment.getSpec().getTemplate();
          case StatefulSet set -> set.getSpec().getTemplate();
          case Job job -> job.getSpec().getTemplate();
          case CronJob cronJob -> cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
          default -> null;
        });
  }
}
