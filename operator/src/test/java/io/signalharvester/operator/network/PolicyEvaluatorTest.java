/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluator knows the meanings that the API of NetworkPolicies promises. */
class PolicyEvaluatorTest {

  private static final Map<String, Map<String, String>> NAMESPACES =
      Map.of("a", Map.of("team", "one"), "b", Map.of("team", "two"));

  private static final PolicyEvaluator.Pod WEB =
      new PolicyEvaluator.Pod("a", Map.of("app", "web"), "10.0.0.1", Map.of("http", 80));
  private static final PolicyEvaluator.Pod STORE =
      new PolicyEvaluator.Pod("a", Map.of("app", "store"), "10.0.0.2", Map.of("sql", 5432));
  private static final PolicyEvaluator.Pod GUEST =
      new PolicyEvaluator.Pod("b", Map.of("app", "web"), "10.0.0.3", Map.of());
  private static final PolicyEvaluator.Host OUTSIDE = new PolicyEvaluator.Host("203.0.113.9");
  private static final PolicyEvaluator.Host SIX = new PolicyEvaluator.Host("2001:db8::9");

  private static final Map<String, PolicyEvaluator.End> ENDS =
      Map.of("web", WEB, "store", STORE, "guest", GUEST, "outside", OUTSIDE, "six", SIX);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // No policy selects: everything goes.
        "podSelector: {matchLabels: {app: none}} | guest>store:1 | yes",
        // A policy that selects closes its directions, and those only.
        "podSelector: {} | web>store:1 | no",
        "podSelector: {} | web>outside:1 | yes",
        "{podSelector: {}, policyTypes: [Egress]} | web>outside:1 | no",
        "{podSelector: {}, policyTypes: [Egress]} | guest>store:1 | yes",
        "{podSelector: {}, egress: [{}]} | guest>store:1 | no",
        "{podSelector: {}, egress: [{}]} | web>outside:1 | yes",
        // An empty rule, no peers and no ports mean all.
        "{podSelector: {}, ingress: [{}]} | outside>store:1 | yes",
        "{podSelector: {}, ingress: [{ports: [{port: 5}]}]} | outside>store:5 | yes",
        "{podSelector: {}, ingress: [{ports: [{port: 5}]}]} | outside>store:6 | no",
        "{podSelector: {}, ingress: [{ports: [{port: 5, endPort: 7}]}]} | outside>store:7 | yes",
        "{podSelector: {}, ingress: [{ports: [{port: 5, endPort: 7}]}]} | outside>store:8 | no",
        "{podSelector: {}, ingress: [{ports: [{port: 5, protocol: UDP}]}]} | outside>store:5 | no",
        "{podSelector: {}, ingress: [{ports: [{port: sql}]}]} | outside>store:5432 | yes",
        "{podSelector: {}, ingress: [{ports: [{port: sql}]}]} | outside>web:5432 | no",
        // A pod selector alone means the own namespace.
        "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]} | web>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]} | guest>store:1 | no",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]} | guest>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]} | outside>store:1 | no",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: two}},"
            + " podSelector: {matchLabels: {app: web}}}]}]} | guest>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: two}},"
            + " podSelector: {matchLabels: {app: no}}}]}]} | guest>store:1 | no",
        // Both selectors in one peer are an and, two peers are an or.
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: two}}},"
            + " {podSelector: {matchLabels: {app: web}}}]}]} | web>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app,"
            + " operator: NotIn, values: [web]}]}}]}]} | web>store:1 | no",
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app,"
            + " operator: Exists}]}}]}]} | web>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app,"
            + " operator: DoesNotExist}]}}]}]} | web>store:1 | no",
        // Blocks of addresses, less their exceptions, each family for itself.
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]} |"
            + " outside>store:1 | yes",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24, except:"
            + " [203.0.113.8/31]}}]}]} | outside>store:1 | no",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]} | six>store:1 | no",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '2001:db8::/32'}}]}]} |"
            + " six>store:1 | yes",
        // Policies add up, and both sides must agree.
        "podSelector: {}; {podSelector: {matchLabels: {app: store}}, ingress: [{}]} |"
            + " web>store:1 | yes",
        "{podSelector: {matchLabels: {app: store}}, ingress: [{}]}; {podSelector: {matchLabels:"
            + " {app: web}}, policyTypes: [Egress]} | web>store:1 | no"
      })
  void aPolicyMeansWhatItsApiPromises(String specs, String connection, String answer) {
    List<NetworkPolicy> policies =
        Arrays.stream(specs.split("; ", -1)).map(PolicyEvaluatorTest::policy).toList();
    String[] parts = connection.split("[>:]", -1);
    assertThat(
            new PolicyEvaluator(NAMESPACES, policies)
                .allows(ENDS.get(parts[0]), ENDS.get(parts[1]), "TCP", Integer.parseInt(parts[2])))
        .isEqualTo("yes".equals(answer));
  }

  private static NetworkPolicy policy(String spec) {
    return Serialization.unmarshal(
        "kind: NetworkPolicy\napiVersion: networking.k8s.io/v1\nmetadata: {namespace: a}\nspec: %s\n"
            .formatted(spec.startsWith("{") ? spec : "{" + spec + "}"),
        NetworkPolicy.class);
  }
}
