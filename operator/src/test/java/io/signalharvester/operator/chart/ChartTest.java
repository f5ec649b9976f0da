/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.signalharvester.operator.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart renders what the operator needs, and no right more. */
class ChartTest {

  private static final Map<String, String> IMAGES = Chart.IMAGES;

  @Test
  void lintFindsNothing() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
  }

  @Test
  void noRuleHasAWildcard() {
    assertThat(rules(render(IMAGES)))
        .isNotEmpty()
        .allSatisfy(rule ->
            assertThat(
                    Stream.of(rule.getVerbs(), rule.getResources(), rule.getApiGroups())
                        .flatMap(List::stream))
                .doesNotContain("*"));
  }

  @Test
  void secretsAreReadMadeAndOwnedAndNeverDeleted() {
    assertThat(rules(render(IMAGES)))
        .filteredOn(rule -> rule.getResources().contains("secrets"))
        .singleElement()
        .satisfies(rule ->
            assertThat(rule.getVerbs())
                .containsExactlyInAnyOrder("get", "list", "watch", "create", "patch"));
  }

  @Test
  void namedNamespacesGetRolesOfTheirOwnAndNoClusterRole() {
    Map<String, String> values = new HashMap<>(IMAGES);
    values.put("watchNamespaces[0]", "shop");
    List<HasMetadata> objects = render(values);
    assertThat(objects).noneMatch(ClusterRole.class::isInstance);
    assertThat(objects)
        .filteredOn(Role.class::isInstance)
        .extracting(role -> role.getMetadata().getNamespace())
        .contains("shop");
  }

  @Test
  void theDefinitionStaysWhenTheChartGoes() {
    assertThat(render(IMAGES))
        .filteredOn(object -> object.getKind().equals("CustomResourceDefinition"))
        .singleElement()
        .satisfies(crd ->
            assertThat(crd.getMetadata().getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep"));
  }

  @Test
  void theOperatorsOwnPodIsRestricted() {
    assertThat(render(IMAGES))
        .filteredOn(Deployment.class::isInstance)
        .singleElement()
        .satisfies(object -> {
          var pod = ((Deployment) object).getSpec().getTemplate().getSpec();
          assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
          var container = pod.getContainers().getFirst().getSecurityContext();
          assertThat(container.getReadOnlyRootFilesystem()).isTrue();
          assertThat(container.getAllowPrivilegeEscalation()).isFalse();
          assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        });
  }

  /** The NetworkPolicies of every installation let the operator's pods in by this label. */
  @Test
  void theOperatorsOwnPodBearsTheLabelThatPoliciesNameItBy() {
    assertThat(render(IMAGES))
        .filteredOn(Deployment.class::isInstance)
        .singleElement()
        .satisfies(object ->
            assertThat(((Deployment) object).getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry(Labels.NAME, Labels.OPERATOR));
  }

  @Test
  void aMissingDefaultImageIsNamed() {
    assertThatThrownBy(() -> render(Map.of("defaultImages.redis", "redis:7")))
        .hasMessageContaining("defaultImages.postgres is empty");
  }

  @Test
  void anUnknownValueIsRefused() {
    Map<String, String> values = new HashMap<>(IMAGES);
    values.put("replicaz", "2");
    assertThatThrownBy(() -> render(values)).hasMessageContaining("replicaz");
  }

  private static List<PolicyRule> rules(List<HasMetadata> objects) {
    return Chart.rules(objects);
  }

  private static List<HasMetadata> render(Map<String, String> values) {
    return Chart.render("release-name", "operators", values);
  }
}
