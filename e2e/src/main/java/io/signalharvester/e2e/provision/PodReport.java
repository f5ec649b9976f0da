/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the pods of a namespace say about themselves, short enough for a console. */
final class PodReport {

  private static final int LOG_LINES = 15;

  private PodReport() {}

  /** One line for every pod, and the end of the log of each container that is not ready. */
  static String of(KubernetesClient client, String namespace, Map<String, String> labels) {
    try {
      List<String> lines = new ArrayList<>();
      for (Pod pod : client.pods().inNamespace(namespace).withLabels(labels).list().getItems()) {
        describe(client, pod, lines);
      }
      return lines.isEmpty()
          ? "there are no pods in namespace " + namespace
          : String.join("\n", lines);
    } catch (KubernetesClientException e) {
      return "the pods of namespace " + namespace + " cannot be read: " + e.getMessage();
    }
  }

  private static void describe(KubernetesClient client, Pod pod, List<String> lines) {
    String name = pod.getMetadata().getName();
    lines.add("  pod " + name + " is " + pod.getStatus().getPhase());
    Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(container -> !Boolean.TRUE.equals(container.getReady()) && !succeeded(container))
        .forEach(container -> {
          lines.add("    container " + container.getName() + " " + state(container));
          log(client, pod, container).lines().forEach(line -> lines.add("      | " + line));
        });
  }

  private static boolean succeeded(ContainerStatus container) {
    var ended = container.getState().getTerminated();
    return ended != null && Integer.valueOf(0).equals(ended.getExitCode());
  }

  private static String state(ContainerStatus container) {
    var state = container.getState();
    if (state.getWaiting() != null) {
      String message = state.getWaiting().getMessage();
      return "waits: "
          + state.getWaiting().getReason()
          + (message == null ? "" : " (" + message + ")");
    }
    if (state.getTerminated() != null) {
      return "ended with " + state.getTerminated().getExitCode();
    }
    return "is not ready";
  }

  private static String log(KubernetesClient client, Pod pod, ContainerStatus container) {
    try {
      return client
          .pods()
          .resource(pod)
          .inContainer(container.getName())
          .tailingLines(LOG_LINES)
          .getLog();
    } catch (KubernetesClientException e) {
      // A container that never started has no log.
      return "";
    }
  }
}
