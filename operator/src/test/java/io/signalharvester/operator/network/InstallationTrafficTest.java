/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.network.PolicyEvaluator.End;
import io.signalharvester.operator.network.PolicyEvaluator.Host;
import io.signalharvester.operator.network.PolicyEvaluator.Pod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Who reaches whom in and around an installation behind a Gateway of another namespace. */
class InstallationTrafficTest {

  private static final String EXPOSURE =
      """
      exposure:
        hosts: [demo.example.com]
        gateway: {parentRefs: [{name: gw, namespace: gateways}]}
      """;

  /** From, to, ports; a port without a protocol is TCP. */
  private static final String OPEN =
      """
      gateway    api          8000
      operator   api          8000 8001
      operator   worker       8001
      monitoring api          8001
      monitoring worker       8001
      api        database     5432
      worker     database     5432
      schema     database     5432
      pipeline   database     5432
      api        cache        6379
      worker     cache        6379
      schema     cache        6379
      pipeline   cache        6379
      api        internet     443
      worker     internet     443
      pipeline   internet     443
      api        internet-6   443
      api        node-dns     53 53/UDP
      api        node         53 53/UDP
      worker     node         53/UDP
      schema     node         53/UDP
      pipeline   node         53/UDP
      api        internet     53/UDP
      """;

  private static final String CLOSED =
      """
      gateway         api        8001 5432
      gateway         worker     8000 8001
      gateway         database   5432
      operator        database   5432
      operator        cache      6379
      operator        worker     8000
      operator        schema     8001
      false-operator  api        8000 8001
      beside-operator api        8000 8001
      monitoring      api        8000
      monitoring      pipeline   8001
      monitoring      database   5432
      stranger        api        8000 8001
      stranger        worker     8001
      stranger        database   5432
      stranger        cache      6379
      neighbour       api        8000 8001
      neighbour       database   5432
      node            api        8000
      internet        api        8000
      load-balancer   api        8000
      other-api       database   5432
      other-worker    cache      6379
      other-api       api        8000
      other-database  database   5432
      api             other-database 5432
      api             other-cache    6379
      api             api        8000 8001
      api             worker     8001
      api             database   5433 6379
      api             cache      5432
      api             internet   22 25 80 5432 443/UDP
      api             metadata   80 443
      api             node       443 6443 10250
      api             private-172 443
      api             private-192 443
      api             shared     80 443
      api             private-6  443
      api             link-local-6 443
      api             stranger   443
      worker          internet   80
      schema          internet   22
      pipeline        metadata   80
      database        internet   443
      database        api        8000
      database        cache      6379
      database        database   5432
      database        node       53/UDP
      cache           internet   443
      cache           node       53/UDP
      cache           api        8000
      cache           database   5432
      """;

  /** Not let out of the workload, whatever the other end thinks. */
  private static final String KEPT_IN =
      """
      api database       5433 22
      api cache          6380 22
      api other-database 5432
      api other-cache    6379
      api stranger       5432 8000
      """;

  /** Not let into these, whatever the other end thinks. */
  private static final String KEPT_OUT =
      """
      api      database 5433 22
      api      cache    6380 22
      operator api      22
      """;

  private static final Neighbourhood DEMO = Neighbourhood.of(Cluster.with(EXPOSURE).settle());

  @Test
  void everyPairIsOpenOrClosedAsTheTablesSay() {
    assertThat(broken(DEMO)).isEmpty();
  }

  @Test
  void noPolicyCanBeLeftOut() {
    assertThat(DEMO.policies()).hasSize(6);
    for (NetworkPolicy dropped : DEMO.policies()) {
      List<NetworkPolicy> rest = new ArrayList<>(DEMO.policies());
      rest.remove(dropped);
      assertThat(broken(DEMO.with(rest)))
          .as("rows that break without " + dropped.getMetadata().getName())
          .isNotEmpty();
    }
  }

  @Test
  void noRuleCanBeLeftOutOrBeOpenToAll() {
    for (NetworkPolicy policy : DEMO.policies()) {
      for (int i = 0; i < policy.getSpec().getIngress().size(); i++) {
        int index = i;
        assertMissed(policy, changed -> changed.getSpec().getIngress().remove(index));
        assertMissed(
            policy, changed -> changed.getSpec().getIngress().get(index).setPorts(List.of()));
        assertMissed(
            policy, changed -> changed.getSpec().getIngress().get(index).setFrom(List.of()));
      }
      for (int i = 0; i < policy.getSpec().getEgress().size(); i++) {
        int index = i;
        assertMissed(policy, changed -> changed.getSpec().getEgress().remove(index));
        assertMissed(
            policy, changed -> changed.getSpec().getEgress().get(index).setPorts(List.of()));
        if (!policy.getSpec().getEgress().get(index).getTo().isEmpty()) {
          assertMissed(
              policy, changed -> changed.getSpec().getEgress().get(index).setTo(List.of()));
        }
      }
    }
  }

  private static void assertMissed(NetworkPolicy policy, Consumer<NetworkPolicy> change) {
    NetworkPolicy changed = Serialization.clone(policy);
    change.accept(changed);
    List<NetworkPolicy> policies = new ArrayList<>(DEMO.policies());
    policies.set(policies.indexOf(policy), changed);
    assertThat(broken(DEMO.with(policies))).as("rows that break with " + changed).isNotEmpty();
  }

  @Test
  void withoutExposureNobodyButTheOperatorCallsTheApi() {
    Neighbourhood demo = Neighbourhood.of(Cluster.with("").settle());
    assertThat(demo.allows("operator", "api", "TCP", 8000)).isTrue();
    for (String name : List.of("gateway", "stranger", "neighbour", "internet", "monitoring")) {
      assertThat(demo.allows(name, "api", "TCP", 8000)).as(name).isFalse();
    }
  }

  @Test
  void aGatewayWithoutANamespaceIsInTheOwnOne() {
    Neighbourhood demo =
        Neighbourhood.of(
            Cluster.with("exposure: {hosts: [a.b], gateway: {parentRefs: [{name: gw}]}}").settle());
    assertThat(demo.allows("neighbour", "api", "TCP", 8000)).isTrue();
    assertThat(demo.allows("gateway", "api", "TCP", 8000)).isFalse();
  }

  @Test
  void whatTheUserListsIsOpenedAndNoMore() {
    Neighbourhood demo =
        Neighbourhood.of(
            Cluster.with(
                    """
                    networkPolicy:
                      ingressFrom:
                        - ipBlock: {cidr: 10.77.0.0/16, except: [10.77.1.0/24]}
                        - podSelector: {matchLabels: {app: x}}
                      egressTo:
                        - ipBlock: {cidr: 172.20.0.0/24}
                          ports: [{port: 3128}, {port: 5000, endPort: 5010, protocol: UDP}]
                        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: mail}}
                          ports: [{port: 587}]
                    """)
                .settle());
    assertThat(
            broken(
                demo,
                """
                load-balancer api         8000
                neighbour     api         8000
                api           private-172 3128 5010/UDP
                api           mailer      587
                worker        mailer      587
                """,
                """
                load-balancer api         8001
                neighbour     api         8001
                neighbour     database    5432
                node          api         8000
                stranger      api         8000
                api           private-172 443 5000
                api           private-192 3128
                api           mailer      25
                database      private-172 3128
                """))
        .isEmpty();
  }

  @Test
  void thePortOfAnUrlInSettingsIsOpenedButNeverTheMetadataService() {
    Neighbourhood demo =
        Neighbourhood.of(
            Cluster.with(
                    """
                    settings:
                      sources.arxiv.base-url: http://samples.strangers.svc:8080
                      sources.github.base-url: http://mirror.example.com
                      sources.hackernews.base-url: http://user@[2606:4700::80]:8081/path
                      other: the ratio 3:4, see ftp://x:99
                    """)
                .settle());
    assertThat(
            broken(
                demo,
                """
                api      stranger   8080 80
                pipeline node       8080
                worker   internet-6 8081
                """,
                """
                api      metadata     80 8080
                api      link-local-6 80
                api      internet     4 99 22
                database stranger     8080
                """))
        .isEmpty();
  }

  @Test
  void thePortOfTheRevisionBeforeStaysOpenUntilItIsGone() {
    Cluster cluster =
        Cluster.with("settings: {sources.arxiv.base-url: 'http://a.example.com:8080'}").settle();
    cluster.edit("app:1", "settings: {sources.arxiv.base-url: 'http://a.example.com:9090'}").pass();
    assertThat(Neighbourhood.of(cluster).allows("api", "internet", "TCP", 8080)).isTrue();
    assertThat(Neighbourhood.of(cluster).allows("api", "internet", "TCP", 9090)).isTrue();
    cluster.settle();
    assertThat(Neighbourhood.of(cluster).allows("api", "internet", "TCP", 8080)).isFalse();
    assertThat(Neighbourhood.of(cluster).allows("api", "internet", "TCP", 9090)).isTrue();
  }

  @Property(tries = 2000)
  void whoIsNotNamedReachesNoPodOfTheInstallation(
      @ForAll("strangers") End stranger,
      @ForAll("parts") String part,
      @ForAll @IntRange(min = 1, max = 65535) int port) {
    assertThat(DEMO.allows(stranger, DEMO.end(part), port)).isFalse();
    assertThat(DEMO.allows(stranger, DEMO.end(part), 8000)).isFalse();
  }

  @Property(tries = 2000)
  void whatIsNotNamedIsReachedByNoPodOfTheInstallation(
      @ForAll("strangers") End stranger,
      @ForAll("parts") String part,
      @ForAll @IntRange(min = 1, max = 65535) int port) {
    boolean named =
        List.of("api", "worker", "schema", "pipeline").contains(part)
            && (port == 53 || (port == 443 && isPublic(stranger.address())));
    assertThat(DEMO.allows(DEMO.end(part), stranger, port)).isEqualTo(named);
  }

  @Provide
  Arbitrary<String> parts() {
    return Arbitraries.of("api", "worker", "schema", "pipeline", "database", "cache");
  }

  @Provide
  Arbitrary<End> strangers() {
    Arbitrary<String> words = Arbitraries.strings().withCharRange('a', 'f').ofLength(3);
    Arbitrary<String> addresses =
        Arbitraries.integers()
            .between(0, 255)
            .list()
            .ofSize(4)
            .map(bytes -> "%d.%d.%d.%d".formatted(bytes.toArray()));
    Arbitrary<Map<String, String>> labels =
        Arbitraries.maps(
                Arbitraries.of(
                    "app.kubernetes.io/name",
                    "app.kubernetes.io/component",
                    "app.kubernetes.io/instance",
                    "app"),
                Arbitraries.oneOf(
                    words, Arbitraries.of("api", "worker", "signal-harvester", "database")))
            .ofMaxSize(4);
    Arbitrary<End> pods =
        Combinators.combine(
                Arbitraries.oneOf(words, Arbitraries.of("shop", "strangers")), labels, addresses)
            .as((namespace, marks, address) -> new Pod(namespace, marks, address, Map.of()));
    return Arbitraries.oneOf(pods, addresses.map(Host::new));
  }

  /** Said once more in another way than the policies do. */
  private static boolean isPublic(String address) {
    int[] b = Arrays.stream(address.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    boolean closed =
        b[0] == 0
            || b[0] == 10
            || b[0] == 127
            || b[0] >= 224
            || (b[0] == 100 && b[1] >= 64 && b[1] < 128)
            || (b[0] == 169 && b[1] == 254)
            || (b[0] == 172 && b[1] >= 16 && b[1] < 32)
            || (b[0] == 192 && b[1] == 168)
            || (b[0] == 198 && (b[1] == 18 || b[1] == 19));
    return !closed;
  }

  private static List<String> broken(Neighbourhood demo) {
    List<String> broken = broken(demo, OPEN, CLOSED);
    check(only(demo, "Egress"), KEPT_IN, false, broken);
    check(only(demo, "Ingress"), KEPT_OUT, false, broken);
    return broken;
  }

  private static Neighbourhood only(Neighbourhood demo, String type) {
    return demo.with(
        demo.policies().stream()
            .filter(policy -> policy.getSpec().getPolicyTypes().equals(List.of(type)))
            .toList());
  }

  private static List<String> broken(Neighbourhood demo, String open, String closed) {
    List<String> broken = new ArrayList<>();
    check(demo, open, true, broken);
    check(demo, closed, false, broken);
    return broken;
  }

  private static void check(
      Neighbourhood demo, String table, boolean allowed, List<String> broken) {
    for (String row : table.lines().toList()) {
      List<String> cells = List.of(row.strip().split(" +", -1));
      for (String cell : cells.subList(2, cells.size())) {
        String[] port = cell.split("/", -1);
        if (demo.allows(
                cells.get(0),
                cells.get(1),
                port.length == 2 ? port[1] : "TCP",
                Integer.parseInt(port[0]))
            != allowed) {
          broken.add(
              "%s -> %s %s is %s"
                  .formatted(cells.get(0), cells.get(1), cell, allowed ? "closed" : "open"));
        }
      }
    }
  }
}
