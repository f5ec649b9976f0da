/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.images.ImageSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The operator in a cluster, installed from its chart as a user would. */
public final class Installation {

  /** The namespace of the operator. */
  public static final String NAMESPACE = "signal-harvester-system";

  /** The name of the Helm release, and of the operator's Deployment. */
  public static final String RELEASE = "signal-harvester-operator";

  private static final Duration AVAILABLE = Duration.ofMinutes(2);

  private final Path chart;
  private final Cluster cluster;
  private final Consumer<String> progress;

  /** The operator of this checkout for this cluster. */
  public Installation(Path repoRoot, Cluster cluster, Consumer<String> progress) {
    this.chart = repoRoot.resolve("helm").resolve(RELEASE);
    this.cluster = cluster;
    this.progress = progress;
  }

  /** Loads the images, installs or upgrades the chart and waits until the operator is available. */
  public void install(ImageSet images, Map<String, Object> moreValues) {
    cluster.load(images.all(), progress);
    upgrade(images, moreValues);
    awaitAvailable();
  }

  /** As the other, with the values that the images need and no more. */
  public void install(ImageSet images) {
    install(images, Map.of());
  }

  private void upgrade(ImageSet images, Map<String, Object> moreValues) {
    if (!Files.exists(chart.resolve("Chart.yaml"))) {
      throw new Failure("There is no chart in " + chart + ": check the repository out again.");
    }
    progress.accept("installing the operator " + images.operator().reference() + " by Helm");
    var command =
        new Helm(chart)
            .upgrade()
            .install()
            .createNamespace()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeConfig(cluster.requireUp().kubeconfig())
            .set("image.repository", images.operator().repository())
            .set("image.tag", images.operator().tag())
            .set("image.pullPolicy", "IfNotPresent")
            .set("defaultImages.postgres", images.postgres().reference())
            .set("defaultImages.redis", images.redis().reference());
    moreValues.forEach(command::set);
    try {
      command.call();
    } catch (RuntimeException e) {
      throw new Failure(
          "Helm could not install the chart ("
              + firstLine(e)
              + "): when an earlier try was cut short, end the cluster"
              + " with ./mvnw -Pdown and start again.",
          e);
    } finally {
      Signals.giveBack();
    }
  }

  private void awaitAvailable() {
    try (KubernetesClient client = cluster.client()) {
      Await.first(
          "available operator",
          AVAILABLE,
          () ->
              Optional.ofNullable(
                      client.apps().deployments().inNamespace(NAMESPACE).withName(RELEASE).get())
                  .filter(Installation::available),
          () ->
              "look at what its pods say, mend it and run the same command again.\n"
                  + PodReport.of(client, NAMESPACE, Map.of()));
    }
    progress.accept("the operator is available");
  }

  /**
   * All pods are of the newest template and serve: what an old template left running does not
   * count.
   */
  static boolean available(Deployment deployment) {
    var status = deployment.getStatus();
    Integer wanted = deployment.getSpec().getReplicas();
    return status != null
        && Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), wanted)
        && Objects.equals(status.getReplicas(), wanted)
        && Objects.equals(status.getAvailableReplicas(), wanted);
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given");
  }
}
