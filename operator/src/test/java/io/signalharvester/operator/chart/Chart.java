/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.GeneratedFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator's chart, rendered as a release of it would be. */
public final class Chart {

  static final Path FOLDER = GeneratedFile.root().resolve("helm/signal-harvester-operator");

  /** The values that the chart cannot do without. */
  public static final Map<String, String> IMAGES =
      Map.of("defaultImages.postgres", "postgres:18", "defaultImages.redis", "redis:7");

  private Chart() {}

  /** What a release of this name in this namespace installs. */
  public static List<HasMetadata> render(
      String release, String namespace, Map<String, String> values) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName(release)
            .withNamespace(namespace)
            .withKubeVersion("1.36.0");
    values.forEach(command::set);
    return Arrays.stream(command.call().split("(?m)^---$"))
        .filter(document -> document.contains("kind:"))
        .map(document -> (HasMetadata) Serialization.unmarshal(document))
        .flatMap(object ->
            object instanceof KubernetesList list ? list.getItems().stream() : Stream.of(object))
        .toList();
  }

  /** The rules of all roles among these objects. */
  public static List<PolicyRule> rules(List<HasMetadata> objects) {
    return objects.stream().flatMap(object -> rules(object).stream()).toList();
  }

  /** The rules of a role; none of anything else. */
  public static List<PolicyRule> rules(HasMetadata object) {
    return switch (object) {
      case ClusterRole role -> role.getRules();
      case Role role -> role.getRules();
      default -> List.of();
    };
  }
}
