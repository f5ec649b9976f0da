/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.NetworkPolicies;
import io.signalharvester.operator.observe.NamedSecret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Database and cache that somebody else runs. */
class ExternalStoresPlanTest {

  private static final String SPEC =
      """
      database: {external: {secretRef: {name: db}}}
      cache: {external: {secretRef: {name: redis}}}
      """;

  private static final Map<String, String> DATABASE =
      Map.of(
          "host", "db.example.com",
          "port", "6432",
          "database", "shop-1",
          "username", "us er",
          "password", "s3cret:/@?#",
          "sslmode", "require");

  private static final Map<String, String> CACHE =
      Map.of("host", "10.0.0.7", "port", "6380", "password", "s3cret-too");

  private static Cluster external() {
    return Cluster.with(SPEC)
        .knows("db", new NamedSecret.Present(DATABASE, true))
        .knows("redis", new NamedSecret.Present(CACHE, true));
  }

  @Test
  void nothingOfAManagedStoreIsMade() {
    Cluster cluster = external().settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.keys())
        .noneMatch(key -> key.contains("postgres") || key.contains("redis"))
        .contains("Secret/demo-app", "NetworkPolicy/demo-external");
  }

  @Test
  void oneStoreMayBeExternalAndTheOtherManaged() {
    Cluster cluster =
        Cluster.with("cache: {external: {secretRef: {name: redis}}}")
            .knows("redis", new NamedSecret.Present(CACHE, true))
            .settle();
    assertThat(cluster.keys())
        .contains("StatefulSet/demo-postgres", "NetworkPolicy/demo-postgres")
        .doesNotContain("StatefulSet/demo-redis", "Secret/demo-redis", "NetworkPolicy/demo-redis");
    assertThat(cluster.observation().status().database().kind()).isEqualTo("managed");
    assertThat(cluster.observation().status().cache().kind()).isEqualTo("external");
  }

  @Test
  void podsTakeEveryValueFromTheSecretAndNothingIsCopied() {
    Cluster cluster = external().settle();
    PodTemplateSpec pod =
        cluster.get(Deployment.class, "demo-api-" + cluster.revision()).getSpec().getTemplate();
    Map<String, String> environment = expanded(pod, Map.of("db", DATABASE, "redis", CACHE));
    assertThat(environment)
        .containsEntry("DATABASE_URL", "postgresql://db.example.com:6432/shop-1?sslmode=require")
        .containsEntry("DATABASE_USERNAME", "us er")
        .containsEntry("DATABASE_PASSWORD", "s3cret:/@?#")
        .containsEntry("REDIS_URL", "redis://10.0.0.7:6380")
        .containsEntry("REDIS_PASSWORD", "s3cret-too");
    String everything =
        Serialization.asJson(cluster.observation().children())
            + Serialization.asJson(cluster.observation().status());
    assertThat(everything).doesNotContain("s3cret", "us er", "db.example.com", "10.0.0.7");
  }

  /** What the kubelet makes of it: variables may use those before them. */
  private static Map<String, String> expanded(
      PodTemplateSpec pod, Map<String, Map<String, String>> secrets) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : pod.getSpec().getContainers().getFirst().getEnv()) {
      if (variable.getValueFrom() != null) {
        var ref = variable.getValueFrom().getSecretKeyRef();
        environment.put(
            variable.getName(),
            secrets.getOrDefault(ref.getName(), Map.of()).getOrDefault(ref.getKey(), ""));
      } else {
        String value = variable.getValue();
        for (var before : environment.entrySet()) {
          value = value.replace("$(" + before.getKey() + ")", before.getValue());
        }
        environment.put(variable.getName(), value);
      }
    }
    return environment;
  }

  @Test
  void statusSaysTrulyThatNobodyLooksAtTheStoreItself() {
    Cluster cluster = external().settle();
    for (String type : List.of("DatabaseReady", "CacheReady")) {
      assertThat(cluster.condition(type).status()).isEqualTo("True");
      assertThat(cluster.condition(type).reason()).isEqualTo("External");
      assertThat(cluster.condition(type).message()).contains("not looked at");
    }
    assertThat(cluster.observation().status().database().kind()).isEqualTo("external");
    assertThat(cluster.observation().status().database().image()).isNull();
    assertThat(cluster.condition("Limited").message())
        .as("the tag is all that is limited")
        .doesNotContain("Secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db    | host     |           | SecretMissing | Secret db has no key host: add it",
        "db    | sslmode  |           | SecretMissing | Secret db has no key sslmode",
        "db    | password |           | SecretMissing | Secret db has no key password",
        "db    | sslmode  | verify-ca | SecretInvalid | must be disable, prefer or require",
        "db    | ca       | PEM       | SecretInvalid | key ca of Secret db must be left out",
        "db    | port     | 65536     | SecretInvalid | a number from 1 to 65535",
        "db    | port     | 0         | SecretInvalid | a number from 1 to 65535",
        "db    | host     | a/b       | SecretInvalid | key host of Secret db",
        "db    | database | a?b       | SecretInvalid | key database of Secret db",
        "redis | port     |           | SecretMissing | Secret redis has no key port",
        "redis | tls      | true      | SecretInvalid | does not speak TLS to Redis",
        "redis | username | harvest   | SecretInvalid | the default user",
      })
  void aMissingOrWrongKeyIsNamedAndNothingOfTheRevisionStarts(
      String secret, String key, String value, String reason, String message) {
    Map<String, String> values = new TreeMap<>(secret.equals("db") ? DATABASE : CACHE);
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    Cluster cluster = external().knows(secret, new NamedSecret.Present(values, true)).settle();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo(reason);
    assertThat(cluster.condition("Stalled").message())
        .contains(message)
        .doesNotContain("a/b", "a?b", "65536", "verify-ca", "PEM", "s3cret");
    assertThat(cluster.condition("Ready").status()).isEqualTo("False");
    assertThat(cluster.keys()).noneMatch(k -> k.startsWith("Job/") || k.startsWith("Deployment/"));
  }

  @ParameterizedTest
  @CsvSource({
    "db,port,1",
    "db,port,65535",
    "db,host,[fd00::7]",
    "db,sslmode,disable",
    "redis,tls,false",
    "redis,username,default",
    "redis,password,''",
    "db,uri,anything"
  })
  void whatKeepsTheRulesIsTaken(String secret, String key, String value) {
    Map<String, String> values = new TreeMap<>(secret.equals("db") ? DATABASE : CACHE);
    values.put(key, value);
    Cluster cluster = external().knows(secret, new NamedSecret.Present(values, true)).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void anAbsentSecretStallsAndItsComingGoesOn() {
    Cluster cluster = external().knows("db", new NamedSecret.Absent()).settle();
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SecretMissing");
    assertThat(cluster.condition("Stalled").message()).contains("Secret db does not exist");
    assertThat(cluster.condition("DatabaseReady").status()).isEqualTo("False");
    cluster.knows("db", new NamedSecret.Present(DATABASE, true)).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
  }

  @Test
  void aSecretThatGoesTakesNothingAwayFromWhatServes() {
    Cluster cluster = external().settle();
    Set<String> before = cluster.keys();
    String pods = Serialization.asJson(cluster.get(Deployment.class, api(cluster)).getSpec());
    Plan plan = cluster.knows("db", new NamedSecret.Absent()).pass();
    assertThat(plan.steps()).noneMatch(Step.Delete.class::isInstance);
    assertThat(cluster.settle().keys()).isEqualTo(before);
    assertThat(Serialization.asJson(cluster.get(Deployment.class, api(cluster)).getSpec()))
        .isEqualTo(pods);
    assertThat(ports(cluster)).containsExactly(6380, 6432);
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SecretMissing");
    assertThat(cluster.condition("Available").status()).isEqualTo("True");
  }

  @Test
  void anotherSecretThatIsMissingLeavesTheRevisionBeforeAlone() {
    Cluster cluster = external().settle();
    String before = cluster.revision();
    cluster
        .knows("other", new NamedSecret.Absent())
        .edit("app:1", SPEC.replace("name: db", "name: other"))
        .settle();
    assertThat(cluster.revision()).isEqualTo(before);
    assertThat(ports(cluster)).containsExactly(6380, 6432);
    assertThat(cluster.condition("Stalled").message()).contains("Secret other does not exist");
    assertThat(cluster.observation().all(Job.class).map(HasMetadata::getMetadata))
        .noneMatch(job -> !job.getName().endsWith(before));
  }

  @Test
  void theNameOfTheSecretIsOfTheRevisionAndWhatItHoldsIsNot() {
    Cluster cluster = external().settle();
    String before = cluster.revision();
    Map<String, String> moved = new TreeMap<>(DATABASE);
    moved.put("port", "7432");
    cluster.knows("db", new NamedSecret.Present(moved, true)).settle();
    assertThat(cluster.revision()).isEqualTo(before);
    assertThat(ports(cluster))
        .as("pods still use the port before")
        .containsExactly(6380, 6432, 7432);
    cluster
        .knows("other", new NamedSecret.Present(DATABASE, true))
        .edit("app:1", SPEC.replace("name: db", "name: other"))
        .pass();
    assertThat(ports(cluster)).as("while both revisions run").containsExactly(6380, 6432, 7432);
    cluster.settle();
    assertThat(cluster.revision()).isNotEqualTo(before);
    assertThat(ports(cluster)).containsExactly(6380, 6432);
  }

  @Test
  void anUnwatchedSecretIsSaidAndNotNeededOnceAllIsSettled() {
    Cluster cluster = external().knows("db", new NamedSecret.Present(DATABASE, false)).settle();
    assertThat(cluster.condition("Ready").status()).isEqualTo("True");
    assertThat(cluster.condition("Limited").reason()).isEqualTo("SecretNotWatched");
    assertThat(cluster.condition("Limited").message())
        .contains("Secret db ", "signalharvester.io/watch");
    var status = cluster.observation().status();
    Plan plan = cluster.knows("db", new NamedSecret.Unread()).pass();
    assertThat(plan.status()).isEqualTo(status);
    assertThat(ports(cluster)).containsExactly(6380, 6432);
  }

  @Test
  void keysOfTheApplicationAreNotMadeAnewWhereDataMayBe() {
    Cluster cluster = external().settle();
    cluster.remove("Secret/demo-app").pass();
    assertThat(cluster.keys()).doesNotContain("Secret/demo-app");
    assertThat(cluster.condition("Stalled").reason()).isEqualTo("SecretLost");
  }

  @Test
  void valuesOfASecretAreNotShownByAnObservation() {
    assertThat(external().observation().toString())
        .contains("sslmode")
        .doesNotContain("s3cret", "require");
  }

  private static String api(Cluster cluster) {
    return "demo-api-" + cluster.revision();
  }

  private static Set<Integer> ports(Cluster cluster) {
    return NetworkPolicies.opened(cluster.get(NetworkPolicy.class, "demo-external")).ports();
  }
}
