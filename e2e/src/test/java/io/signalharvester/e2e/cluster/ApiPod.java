/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.signalharvester.e2e.provision.Demo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One pod more, made from the template of the demo's API pods but with options of the JVM. No
 * Service selects it, since it has none of their labels.
 */
public final class ApiPod implements AutoCloseable {

  /** The container of the app. */
  public static final String CONTAINER = "harvest";

  private static final Duration GONE = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private final Pod pod;

  private ApiPod(KubernetesClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  /** Creates it and does not wait. */
  public static ApiPod create(KubernetesClient client, String jvmOptions) {
    PodTemplateSpec template =
        client.apps().deployments().inNamespace(Demo.NAMESPACE).list().getItems().stream()
            .filter(deployment -> deployment.getMetadata().getName().contains("-api-"))
            .map(deployment -> deployment.getSpec().getTemplate())
            .findFirst()
            .orElseThrow();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(Demo.NAMESPACE)
            .withGenerateName("start-")
            .endMetadata()
            .withSpec(template.getSpec())
            .editSpec()
            .withRestartPolicy("Never")
            .endSpec()
            .build();
    pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(CONTAINER))
        .findFirst()
        .orElseThrow()
        .getEnv()
        .add(new EnvVarBuilder().withName("JDK_JAVA_OPTIONS").withValue(jvmOptions).build());
    return new ApiPod(client, client.resource(pod).create());
  }

  /** The pod as the cluster has it now. */
  public Pod now() {
    return client.resource(pod).get();
  }

  /** Where the API server passes requests on to its management port. */
  public String managementPath(String path) {
    return "/api/v1/namespaces/%s/pods/%s:8001/proxy%s"
        .formatted(Demo.NAMESPACE, pod.getMetadata().getName(), path);
  }

  /** A port of this machine that leads to one of the pod. */
  public LocalPortForward forward(int port) {
    return client.pods().resource(pod).portForward(port);
  }

  /** What the app in it logged. */
  public String log() {
    return client.pods().resource(pod).inContainer(CONTAINER).getLog();
  }

  @Override
  public void close() {
    client.resource(pod).withGracePeriod(0L).delete();
    client
        .resource(pod)
        .waitUntilCondition(each -> each == null, GONE.toSeconds(), TimeUnit.SECONDS);
  }
}
