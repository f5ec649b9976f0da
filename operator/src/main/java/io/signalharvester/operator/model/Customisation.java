/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.PodCustomisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a user adds over a pod template. What the operator sets stays: a name that both use is
 * a conflict, and is told before anything is rendered.
 */
public final class Customisation {

  private Customisation() {}

  /** The template with what the user adds. */
  static PodTemplateSpec over(PodTemplateSpec template, PodCustomisation pod) {
    PodTemplateSpec customised = Serialization.clone(template);
    customised.getMetadata().setLabels(both(pod.labels(), template.getMetadata().getLabels()));
    customised
        .getMetadata()
        .setAnnotations(both(pod.annotations(), template.getMetadata().getAnnotations()));
    place(customised.getSpec(), pod);
    List<Container> containers = new ArrayList<>(customised.getSpec().getContainers());
    containers.set(0, container(containers.getFirst(), pod));
    customised.getSpec().setContainers(containers);
    return customised;
  }

  private static void place(PodSpec spec, PodCustomisation pod) {
    Optional.ofNullable(pod.nodeSelector()).ifPresent(spec::setNodeSelector);
    Optional.ofNullable(pod.tolerations()).ifPresent(spec::setTolerations);
    Optional.ofNullable(pod.affinity()).ifPresent(spec::setAffinity);
    Optional.ofNullable(pod.topologySpreadConstraints())
        .ifPresent(spec::setTopologySpreadConstraints);
    Optional.ofNullable(pod.priorityClassName()).ifPresent(spec::setPriorityClassName);
    Optional.ofNullable(pod.securityContext())
        .ifPresent(own -> spec.setSecurityContext(merged(spec.getSecurityContext(), own)));
    spec.setVolumes(
        joined(spec.getVolumes(), stored(pod.volumes(), StoredForm::of), Volume::getName));
  }

  private static Container container(Container container, PodCustomisation pod) {
    return new ContainerBuilder(container)
        .withEnv(joined(container.getEnv(), stored(pod.env(), StoredForm::of), EnvVar::getName))
        .withEnvFrom(joined(container.getEnvFrom(), pod.envFrom(), source -> source))
        .withVolumeMounts(
            joined(container.getVolumeMounts(), pod.volumeMounts(), VolumeMount::getMountPath))
        .build();
  }

  /** Field by field: what the user does not name stays as safe as it was. */
  private static PodSecurityContext merged(PodSecurityContext ours, PodSecurityContext own) {
    ObjectMapper json = Serialization.jsonMapper();
    ObjectNode merged = json.valueToTree(ours);
    ObjectNode fields = json.valueToTree(own);
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      merged.set(field.getKey(), field.getValue());
    }
    return json.convertValue(merged, PodSecurityContext.class);
  }

  private static @Nullable Map<String, String> both(
      @Nullable Map<String, String> own, @Nullable Map<String, String> ours) {
    if (own == null) {
      return ours;
    }
    Map<String, String> both = new TreeMap<>(own);
    if (ours != null) {
      both.putAll(ours);
    }
    return both;
  }

  private static <T> List<T> stored(@Nullable List<T> own, UnaryOperator<T> form) {
    return Optional.ofNullable(own).orElse(List.of()).stream().map(form).toList();
  }

  /** What workers add stands in the place of what every pod gets under the same name. */
  private static <T> List<T> joined(
      @Nullable List<T> before, @Nullable List<T> own, Function<T, Object> name) {
    Map<Object, T> joined = new LinkedHashMap<>();
    Stream.of(Optional.ofNullable(before), Optional.ofNullable(own))
        .flatMap(list -> list.stream().flatMap(List::stream))
        .forEach(item -> joined.put(name.apply(item), item));
    return List.copyOf(joined.values());
  }

  /**
   * The first name that the operator uses itself or that stands twice, as a sentence with the
   * remedy.
   *
   * @param frozen the template of the API pods was made before: what a newer operator sets besides
   *     is not in it, and not held against the user
   */
  public static Optional<String> conflict(Settled asked, boolean frozen) {
    PodTemplateSpec ours = ApiPods.plain(asked, "00000000");
    return asked
        .pods()
        .all()
        .filter(pod -> !frozen)
        .flatMap(pod -> conflict("spec.api.pod", pod, ours))
        .or(() -> asked.pods().workers().flatMap(pod -> conflict("spec.workers.pod", pod, ours)));
  }

  private static Optional<String> conflict(
      String path, PodCustomisation pod, PodTemplateSpec ours) {
    Container container = ours.getSpec().getContainers().getFirst();
    return taken(
            path + ".env",
            Optional.ofNullable(pod.env()).orElse(List.of()).stream().map(EnvVar::getName),
            container.getEnv().stream().map(EnvVar::getName))
        .or(() ->
            taken(
                path + ".volumes",
                Optional.ofNullable(pod.volumes()).orElse(List.of()).stream().map(Volume::getName),
                ours.getSpec().getVolumes().stream().map(Volume::getName)))
        .or(() ->
            taken(
                path + ".volumeMounts",
                Optional.ofNullable(pod.volumeMounts()).orElse(List.of()).stream()
                    .map(mount -> mount.getMountPath()),
                container.getVolumeMounts().stream().map(mount -> mount.getMountPath())));
  }

  private static Optional<String> taken(
      String path, Stream<@Nullable String> own, Stream<String> ours) {
    Set<String> used = ours.collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    return own.map(Optional::ofNullable)
        .flatMap(name ->
            name.isEmpty()
                ? Stream.of("an item of %s has no name: name it".formatted(path))
                : clash(path, name.get(), used.contains(name.get()), !seen.add(name.get())))
        .findFirst();
  }

  private static Stream<String> clash(String path, String name, boolean ours, boolean twice) {
    if (ours) {
      return Stream.of(
          "%s names %s, which the operator sets itself: remove it or choose another name"
              .formatted(path, name));
    }
    return twice
        ? Stream.of("%s names %s twice: remove one of them".formatted(path, name))
        : Stream.empty();
  }
}
