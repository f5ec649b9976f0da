/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods that answer the REST API, one Deployment and Service a revision. */
public final class ApiPods {

  /** Name of the container in every pod of the workload. */
  static final String CONTAINER = "harvest";

  static final int PORT = 8000;
  static final int MANAGEMENT_PORT = 8001;

  private ApiPods() {}

  /** The pod template of what the user asks for now; a revision freezes it in its snapshot. */
  public static PodTemplateSpec template(Settled asked, String revision) {
    PodTemplateSpec plain = plain(asked, revision);
    return asked.pods().all().map(pod -> Customisation.over(plain, pod)).orElse(plain);
  }

  /** The template without what the user adds to it. */
  static PodTemplateSpec plain(Settled asked, String revision) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.of(asked.name(), Component.API, asked.image(), revision))
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withServiceAccountName(asked.account())
        .withImagePullSecrets(pullSecrets(asked))
        .withTerminationGracePeriodSeconds(asked.drain().graceSeconds())
        .withSecurityContext(PodSecurity.pod())
        .withContainers(container(asked, revision))
        .withVolumes(StoreObjects.diskVolume("tmp"), settings(asked, revision))
        .endSpec()
        .build();
  }

  /**
   * The Deployment of a revision, from its frozen template.
   *
   * @param replicas number of pods; null leaves it to whom the field belongs
   */
  public static Deployment deployment(
      Settled asked, String revision, PodTemplateSpec template, @Nullable Integer replicas) {
    return new DeploymentBuilder()
        .withMetadata(
            Metadata.owned(
                asked,
                asked.names().api(revision),
                Labels.like(template.getMetadata().getLabels(), Component.API)))
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Labels.apiSelector(asked.name(), revision))
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  /** The Service of one revision's pods; the route's weights point at it. */
  public static Service service(Settled asked, String revision, PodTemplateSpec template) {
    return new ServiceBuilder()
        .withMetadata(
            Metadata.owned(
                asked,
                asked.names().api(revision),
                Labels.like(template.getMetadata().getLabels(), Component.API)))
        .withNewSpec()
        .withSelector(Labels.apiSelector(asked.name(), revision))
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withTargetPort(new IntOrString("http"))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  static List<LocalObjectReference> pullSecrets(Settled asked) {
    return asked.pullSecrets().stream()
        .map(secret -> new LocalObjectReference(secret.name()))
        .toList();
  }

  private static Container container(Settled asked, String revision) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(asked.image())
        .withImagePullPolicy(asked.pullPolicy().text())
        .withArgs("serve", "--role", "api")
        // A program that ends without a last word of its own has its last line of log shown.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withEnv(Environment.of(asked))
        .addToEnv(Environment.value("HARVEST_REVISION", revision))
        .withEnvFrom(credentials(asked))
        .addNewPort()
        .withName("http")
        .withContainerPort(PORT)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName("management")
        .withContainerPort(MANAGEMENT_PORT)
        .withProtocol("TCP")
        .endPort()
        .withSecurityContext(PodSecurity.container())
        .withResources(asked.apiResources())
        .withStartupProbe(
            probe("/health/startup").edit().withPeriodSeconds(5).withFailureThreshold(30).build())
        .withReadinessProbe(
            probe("/health/ready")
                .edit()
                .withPeriodSeconds(5)
                .withTimeoutSeconds(3)
                .withFailureThreshold(3)
                .build())
        .withLivenessProbe(
            probe("/health/live")
                .edit()
                .withPeriodSeconds(10)
                .withTimeoutSeconds(5)
                .withFailureThreshold(3)
                .build())
        .withLifecycle(asked.drain().lifecycle())
        .withVolumeMounts(
            StoreObjects.mount("tmp", "/tmp"),
            StoreObjects.mount("settings", Snapshot.SETTINGS_FOLDER))
        .build();
  }

  /** What the operator sets itself wins over a key of this Secret. */
  private static List<EnvFromSource> credentials(Settled asked) {
    return asked.pods().credentials().stream()
        .map(name ->
            new EnvFromSourceBuilder().withNewSecretRef().withName(name).endSecretRef().build())
        .toList();
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("management"))
        .withScheme("HTTP")
        .endHttpGet()
        .build();
  }

  private static Volume settings(Settled asked, String revision) {
    return new VolumeBuilder()
        .withName("settings")
        .withNewConfigMap()
        .withName(asked.names().snapshot(revision))
        .addNewItem()
        .withKey(Snapshot.SETTINGS)
        .withPath(Snapshot.SETTINGS)
        .endItem()
        .endConfigMap()
        .build();
  }
}
