/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.e2e.provision.Cluster;
import io.signalharvester.e2e.provision.Demo;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the namespace of the demo holds. */
public final class DemoNamespace {

  private final Cluster cluster;
  private final KubernetesClient client;

  /** The namespace in this cluster. */
  public DemoNamespace(Cluster cluster, KubernetesClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** The pods of these components that are not on their way out. */
  public List<Pod> pods(String... components) {
    return client
        .pods()
        .inNamespace(Demo.NAMESPACE)
        .withLabelIn("app.kubernetes.io/component", components)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Which pods these are. */
  public Set<String> uids(String component) {
    return pods(component).stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  /** Every generated value: four keys of the application and three passwords. */
  public List<String> secretValues() {
    return client.secrets().inNamespace(Demo.NAMESPACE).list().getItems().stream()
        .flatMap(secret -> secret.getData().entrySet().stream())
        .filter(entry -> !Set.of("username", "database").contains(entry.getKey()))
        .map(entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8))
        .toList();
  }

  /** What all containers logged. */
  public String podLogs() {
    return client.pods().inNamespace(Demo.NAMESPACE).list().getItems().stream()
        .map(pod ->
            cluster.kubectl(
                "-n", Demo.NAMESPACE, "logs", pod.getMetadata().getName(), "--all-containers"))
        .collect(Collectors.joining());
  }

  /** What a person sees who describes and lists everything but Secrets. */
  public String describeEverything() {
    return cluster.kubectl("-n", Demo.NAMESPACE, "describe", "pods,deployments,jobs,configmaps,sh")
        + cluster.kubectl("-n", Demo.NAMESPACE, "get", "events,sh,configmaps,pods", "-o", "yaml");
  }

  /** Everything of ours in the namespace; what Kubernetes itself puts there does not count. */
  public Set<String> left() {
    return Stream.<HasMetadata>concat(
            Stream.of(
                    client.pods(),
                    client.services(),
                    client.configMaps(),
                    client.secrets(),
                    client.serviceAccounts(),
                    client.persistentVolumeClaims(),
                    client.apps().deployments(),
                    client.apps().statefulSets(),
                    client.apps().replicaSets(),
                    client.batch().v1().cronjobs())
                .flatMap(kind ->
                    kind.inNamespace(Demo.NAMESPACE).list().getItems().stream()
                        .map(HasMetadata.class::cast)),
            client
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(Demo.NAMESPACE)
                .list()
                .getItems()
                .stream())
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .filter(
            name -> !Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default").contains(name))
        // Runs started by hand belong to who started them; they end by their own time to live.
        .filter(name -> !name.startsWith("Pod/demo-discovery-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
