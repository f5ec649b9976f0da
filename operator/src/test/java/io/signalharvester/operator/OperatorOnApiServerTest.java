/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole operator against a real API server, with the rights that the chart gives it in one
 * namespace; the test plays the controllers that the server lacks.
 */
class OperatorOnApiServerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final AtomicLong NAMESPACES = new AtomicLong();

  private static final Map<String, String> DATABASE =
      Map.of(
          "host", "db.example.com",
          "port", "6432",
          "database", "shop",
          "username", "shop",
          "password", "s3cret",
          "sslmode", "require");
  private static final Map<String, String> CACHE =
      Map.of("host", "cache.example.com", "port", "6380", "password", "s3cret-too");

  private static ApiServer server;
  private static KubernetesClient user;

  private final Calls calls = new Calls();
  private final Passes passes = Passes.inRealTime();
  private String namespace;
  private Config account;
  private LiveOperator operator;

  @BeforeAll
  static void startServer() throws IOException {
    server = ApiServer.start();
    server.installCrd();
    server.installGatewayApi();
    user = server.client();
  }

  @AfterAll
  static void stopServer() {
    if (user != null) {
      user.close();
      server.close();
    }
  }

  @BeforeEach
  void startOperator() {
    namespace = "test-" + NAMESPACES.incrementAndGet();
    user.resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    account = ChartAccount.of(server, user, namespace, namespace, right -> right);
    start();
  }

  @AfterEach
  void stopOperator() {
    operator.close();
  }

  private void start() {
    operator = LiveOperator.start(account, Set.of(namespace), passes, calls);
  }

  @Test
  void aSettledResourceCostsNoCallAndARestartWritesNothing() {
    install("demo");
    assertNoCallOfASettledPass("demo");

    operator.close();
    calls.clear();
    long before = passes.count();
    start();
    await().atMost(DEADLINE).until(() -> passes.count() > before);
    await()
        .during(Duration.ofMillis(500))
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(calls.writes()).as("a restart only reads").isEmpty());
  }

  @Test
  void networkPoliciesAreAcceptedAndGoWhenTheyAreNotWanted() {
    install("demo");
    assertThat(user.network().networkPolicies().inNamespace(namespace).list().getItems())
        .extracting(policy -> policy.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "demo", "demo-api", "demo-egress", "demo-postgres", "demo-redis", "demo-workers");
    user.resources(SignalHarvester.class)
        .inNamespace(namespace)
        .withName("demo")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"networkPolicy\":{\"enabled\":false}}}");
    await()
        .atMost(DEADLINE)
        .until(() ->
            user.network().networkPolicies().inNamespace(namespace).list().getItems().isEmpty());
  }

  @Test
  void aWatchedSecretIsFollowedAndASettledResourceStillCostsNoCall() {
    secret("db", DATABASE, Map.of("signalharvester.io/watch", "true"));
    secret("redis", CACHE, Map.of("signalharvester.io/watch", "true"));
    install(external("demo"));
    assertThat(user.apps().statefulSets().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(condition("demo", "Limited").map(Condition::reason)).hasValue("TagNotPinned");
    assertNoCallOfASettledPass("demo");

    user.secrets()
        .inNamespace(namespace)
        .withName("db")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"sslmode\":null}}");
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(condition("demo", "Stalled"))
                .hasValueSatisfying(stalled -> {
                  assertThat(stalled.reason()).isEqualTo("SecretMissing");
                  assertThat(stalled.message()).contains("Secret db has no key sslmode");
                }));
    assertThat(deployment("demo")).isNotNull();
    secret("db", DATABASE, Map.of("signalharvester.io/watch", "true"));
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(condition("demo", "Ready").map(Condition::status)).contains("True"));
    assertThat(Serialization.asJson(get("demo"))).doesNotContain("s3cret");
  }

  @Test
  void anUnwatchedSecretIsReadWhileItIsNeededAndNeverWhenAllIsSettled() {
    secret("db", DATABASE, Map.of());
    secret("redis", CACHE, Map.of());
    install(external("demo"));
    assertThat(calls.all())
        .anyMatch(call -> call.startsWith("GET ") && call.endsWith("/secrets/db"));
    assertThat(condition("demo", "Limited").map(Condition::reason)).contains("SecretNotWatched");
    assertNoCallOfASettledPass("demo");
    // The record of the port is gone, so the Secret is read again.
    user.network().networkPolicies().inNamespace(namespace).withName("demo-external").delete();
    await()
        .atMost(DEADLINE)
        .until(() ->
            user.network().networkPolicies().inNamespace(namespace).withName("demo-external").get()
                != null);
  }

  @Test
  void theDeletionPolicyOwnsTheSecretsOrLetsThemGoAndTouchesNoData() {
    install("data");
    String uid = get("data").getMetadata().getUid();
    Map<String, String> keys = secret("data-app").getData();
    for (String policy : List.of("Delete", "Retain", "Delete", "Retain")) {
      user.resources(SignalHarvester.class)
          .inNamespace(namespace)
          .withName("data")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"database\":{\"managed\":{\"deletionPolicy\":\"%s\"}}}}"
                  .formatted(policy));
      List<String> owners = policy.equals("Delete") ? List.of(uid) : List.of();
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> {
            for (String name : List.of("data-app", "data-postgres")) {
              assertThat(secret(name).getMetadata().getOwnerReferences())
                  .extracting(OwnerReference::getUid)
                  .isEqualTo(owners);
            }
            assertThat(
                    user.apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName("data-postgres")
                        .get()
                        .getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenDeleted())
                .isEqualTo(policy);
          });
      assertThat(secret("data-app").getData()).isEqualTo(keys);
    }
  }

  @Test
  void aResourceWhoseDataGoesTooIsMadeThatWayAndThenCostsNoCall() {
    install(withDelete(resource("demo", 2)));
    assertThat(secret("demo-app").getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getUid)
        .containsExactly(get("demo").getMetadata().getUid());
    assertNoCallOfASettledPass("demo");
  }

  private static SignalHarvester withDelete(SignalHarvester resource) {
    return Serialization.unmarshal(
        Serialization.asYaml(resource)
            .replace("managed:\n", "managed:\n      deletionPolicy: Delete\n"),
        SignalHarvester.class);
  }

  @Test
  void whatIsDeletedOrChangedByHandComesBack() {
    install("demo");
    user.services().inNamespace(namespace).withName("demo").delete();
    await()
        .atMost(DEADLINE)
        .until(() -> user.services().inNamespace(namespace).withName("demo").get() != null);

    user.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment("demo").getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":7}}");
    await().atMost(DEADLINE).until(() -> deployment("demo").getSpec().getReplicas() == 2);
  }

  @Test
  void aChildWithoutItsLabelsIsStillOursAndGetsThemBack() {
    install("demo");
    user.services()
        .inNamespace(namespace)
        .withName("demo")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":null}}}");
    await()
        .atMost(DEADLINE)
        .until(() ->
            user.services()
                .inNamespace(namespace)
                .withName("demo")
                .get()
                .getMetadata()
                .getLabels()
                .containsKey("app.kubernetes.io/managed-by"));
  }

  @Test
  void fieldsThatOthersWroteStay() {
    install("demo");
    String name = deployment("demo").getMetadata().getName();
    user.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"example.com/mine\":\"yes\"}},"
                + "\"spec\":{\"replicas\":9}}");
    await().atMost(DEADLINE).until(() -> deployment("demo").getSpec().getReplicas() == 2);
    assertThat(deployment("demo").getMetadata().getAnnotations())
        .containsEntry("example.com/mine", "yes");
  }

  @Test
  void podsThatTheServerWritesDownInAnotherFormCostNoCallEither() {
    SignalHarvester customised = resource("demo", 2);
    SignalHarvester merged =
        Serialization.unmarshal(
            Serialization.asYaml(customised)
                .replace(
                    "  api:\n",
                    """
                      api:
                        pod:
                          tolerations: [{key: dedicated, operator: Exists}]
                          affinity:
                            nodeAffinity:
                              requiredDuringSchedulingIgnoredDuringExecution:
                                nodeSelectorTerms:
                                - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
                          topologySpreadConstraints:
                          - maxSkew: 1
                            topologyKey: zone
                            whenUnsatisfiable: ScheduleAnyway
                            labelSelector: {matchLabels: {a: b}}
                          env:
                          - name: NODE
                            valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
                          - name: CPU
                            valueFrom: {resourceFieldRef: {resource: limits.cpu}}
                          - {name: EMPTY, value: ""}
                          volumes:
                          - name: token
                            projected: {sources: [{serviceAccountToken: {path: token}}]}
                          - name: scratch
                            emptyDir: {sizeLimit: 1024Mi}
                          volumeMounts:
                          - {name: scratch, mountPath: /scratch}
                    """
                        .indent(0)),
            SignalHarvester.class);
    install(merged);
    assertThat(
            deployment("demo").getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(volume -> volume.getName()))
        .contains("token", "scratch");
    assertNoCallOfASettledPass("demo");
    user.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment("demo").getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/part-of\":null}}}");
    await()
        .atMost(DEADLINE)
        .until(() ->
            deployment("demo").getMetadata().getLabels().containsKey("app.kubernetes.io/part-of"));
  }

  @Test
  void eachStateIsAnEventOnceAlsoAfterARestart() {
    install("demo");
    List<String> told = events();
    assertThat(told)
        .containsExactlyInAnyOrder(
            "Preparing", "Expanding", "Starting", "Checking", "Promoting", "Idle");
    operator.close();
    long before = passes.count();
    start();
    await().atMost(DEADLINE).until(() -> passes.count() > before);
    assertThat(events()).isEqualTo(told);
  }

  private List<String> events() {
    return user.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getKind().equals("SignalHarvester"))
        .map(event -> event.getReason())
        .sorted()
        .toList();
  }

  @Test
  void theGeneratedKeysAreMadeOnceAndSurviveARestart() {
    install("demo");
    Map<String, String> keys = secret("demo-app").getData();
    assertThat(keys)
        .containsOnlyKeys(
            "HARVEST_API_KEY",
            "HARVEST_CURSOR_SECRET",
            "HARVEST_KEY_PEPPER",
            "HARVEST_SIGNING_MASTER");
    assertThat(
            new String(
                java.util.Base64.getDecoder().decode(keys.get("HARVEST_API_KEY")),
                java.nio.charset.StandardCharsets.US_ASCII))
        .matches("sh_[0-9A-Za-z]{12}_[0-9A-Za-z_-]{43}");
    operator.close();
    long before = passes.count();
    start();
    await().atMost(DEADLINE).until(() -> passes.count() > before);
    assertThat(secret("demo-app").getData()).isEqualTo(keys);
  }

  @Test
  void anObjectThatIsNotOursIsNeverTakenOver() {
    user.resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("taken-postgres")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(1)
                .endPort()
                .endSpec()
                .build())
        .create();
    user.resource(resource("taken", 1)).create();
    await()
        .atMost(DEADLINE)
        .untilAsserted(() ->
            assertThat(condition("taken", "Stalled"))
                .hasValueSatisfying(condition -> {
                  assertThat(condition.reason()).isEqualTo("ForeignObject");
                  assertThat(condition.message())
                      .contains("Service taken-postgres exists")
                      .contains("delete it or rename");
                }));
    assertThat(
            user.services()
                .inNamespace(namespace)
                .withName("taken-postgres")
                .get()
                .getMetadata()
                .getLabels())
        .isNullOrEmpty();
  }

  @Test
  void noChangeIsLostWhenManyComeAtOnce() {
    for (int i = 0; i < 10; i++) {
      user.resource(resource("quick-" + i, 1)).create();
    }
    for (int version = 2; version <= 7; version++) {
      for (int i = 0; i < 10; i++) {
        user.resources(SignalHarvester.class)
            .inNamespace(namespace)
            .withName("quick-" + i)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"database\":{\"managed\":{\"image\":\"postgres:18.%d\"}}}}"
                    .formatted(version));
      }
    }
    for (int i = 0; i < 10; i++) {
      String name = "quick-" + i;
      await()
          .atMost(DEADLINE)
          .until(() -> {
            SignalHarvester found = get(name);
            return found.getStatus() != null
                && found
                    .getMetadata()
                    .getGeneration()
                    .equals(found.getStatus().observedGeneration());
          });
    }
  }

  private void assertNoCallOfASettledPass(String name) {
    Deployment deployment = deployment(name);
    calls.clear();
    long earlier = passes.count();
    // Something to wake the loop up: another controller's word about a child.
    deployment.getStatus().setAvailableReplicas(2);
    user.resource(deployment).updateStatus();
    await().atMost(DEADLINE).until(() -> passes.count() > earlier);
    assertThat(calls.all()).as("calls of a pass that finds nothing to do").isEmpty();
  }

  private SignalHarvester external(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: signalharvester.io/v1alpha1
        kind: SignalHarvester
        metadata: {name: %s, namespace: %s}
        spec:
          image: app:1
          database: {external: {secretRef: {name: db}}}
          cache: {external: {secretRef: {name: redis}}}
        """
            .formatted(name, namespace),
        SignalHarvester.class);
  }

  private void secret(String name, Map<String, String> values, Map<String, String> labels) {
    user.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withStringData(values)
                .build())
        .serverSideApply();
  }

  /** Creates a resource and plays the controllers until it is Ready. */
  private void install(String name) {
    install(resource(name, 2));
  }

  private void install(SignalHarvester resource) {
    String name = resource.getMetadata().getName();
    user.resource(resource).create();
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          new PlayedControllers(user, namespace).play();
          assertThat(condition(name, "Ready").map(Condition::status))
              .as(String.valueOf(get(name).getStatus()))
              .contains("True");
        });
  }

  private SignalHarvester resource(String name, int replicas) {
    return Serialization.unmarshal(
        """
        apiVersion: signalharvester.io/v1alpha1
        kind: SignalHarvester
        metadata: {name: %s, namespace: %s}
        spec:
          image: app:1
          api:
            replicas: %d
            resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {memory: 2048Mi}}
          settings: {sources.arxiv.look-back: 31d, sources.arxiv.base-url: "http://a.example.com:8080"}
          database: {managed: {storage: {size: 2048Mi}}}
          exposure:
            hosts: [demo.example.com]
            gateway: {parentRefs: [{name: gw, namespace: gateways}]}
          networkPolicy:
            ingressFrom:
              - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
              - {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}
              - podSelector: {}
            egressTo:
              - namespaceSelector: {matchExpressions: [{key: team, operator: Exists}]}
                ports: [{port: 587}, {port: 5000, endPort: 5010, protocol: UDP}]
        """
            .formatted(name, namespace, replicas),
        SignalHarvester.class);
  }

  private SignalHarvester get(String name) {
    return user.resources(SignalHarvester.class).inNamespace(namespace).withName(name).get();
  }

  private Secret secret(String name) {
    return user.secrets().inNamespace(namespace).withName(name).get();
  }

  private Deployment deployment(String name) {
    String revision = get(name).getStatus().stable().revision();
    return user.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name + "-api-" + revision)
        .get();
  }

  private Optional<Condition> condition(String name, String type) {
    return Optional.ofNullable(get(name).getStatus())
        .flatMap(
            status -> status.conditions().stream().filter(c -> c.type().equals(type)).findFirst());
  }
}
