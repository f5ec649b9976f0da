/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;

/** What the managed stores have in common: one pod with a stable name and one volume. */
final class StoreObjects {

  /**
   * How one store differs from the other.
   *
   * @param whenDeleted Retain or Delete: what happens to the volume when the StatefulSet goes
   * @param user user and group of the processes
   */
  record Shape(
      String name,
      Component component,
      Settled.Store store,
      String whenDeleted,
      long user,
      List<Container> init,
      Container container,
      List<Volume> volumes) {}

  private StoreObjects() {}

  static Service service(Settled asked, String name, Component component, String image, int port) {
    return new ServiceBuilder()
        .withMetadata(Metadata.owned(asked, name, Labels.of(asked.name(), component, image)))
        .withNewSpec()
        .withClusterIP("None")
        .withSelector(Labels.selector(asked.name(), component))
        .addNewPort()
        .withName(component.label())
        .withPort(port)
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  static StatefulSet statefulSet(Settled asked, Shape shape) {
    Map<String, String> labels = Labels.of(asked.name(), shape.component(), shape.store().image());
    return new StatefulSetBuilder()
        .withMetadata(Metadata.owned(asked, shape.name(), labels))
        .withNewSpec()
        .withReplicas(1)
        .withServiceName(shape.name())
        // In order, a pod that cannot start would wait for ever, also after its image was
        // corrected.
        .withPodManagementPolicy("Parallel")
        .withNewSelector()
        .withMatchLabels(Labels.selector(asked.name(), shape.component()))
        .endSelector()
        .withNewPersistentVolumeClaimRetentionPolicy()
        .withWhenDeleted(shape.whenDeleted())
        .withWhenScaled("Retain")
        .endPersistentVolumeClaimRetentionPolicy()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withServiceAccountName(asked.account())
        .withImagePullSecrets(ApiPods.pullSecrets(asked))
        .withTerminationGracePeriodSeconds(60L)
        .withSecurityContext(PodSecurity.pod(shape.user()))
        .withInitContainers(shape.init())
        .withContainers(shape.container())
        .withVolumes(shape.volumes())
        .addToVolumes(diskVolume("tmp"))
        .endSpec()
        .endTemplate()
        .withVolumeClaimTemplates(claim(asked, shape))
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claim(Settled asked, Shape shape) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName("data")
                .withLabels(Labels.selector(asked.name(), shape.component()))
                .build())
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(shape.store().storageClass().orElse(null))
        .withNewResources()
        .addToRequests("storage", Quantities.canonical(new Quantity(shape.store().size())))
        .endResources()
        .endSpec()
        .build();
  }

  static VolumeMount mount(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).build();
  }

  static Volume diskVolume(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  /** Shared memory of the server's processes; the runtime's own is only 64 MiB. */
  static Volume memoryVolume(String name) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withMedium("Memory")
        .endEmptyDir()
        .build();
  }

  static Volume secretVolume(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .endSecret()
        .build();
  }
}
