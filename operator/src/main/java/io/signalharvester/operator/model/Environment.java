/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;

/** Environment of the workload's containers: where its stores are and which keys it holds. */
final class Environment {

  private static final List<String> APP_KEYS =
      List.of(
          "HARVEST_API_KEY",
          "HARVEST_CURSOR_SECRET",
          "HARVEST_KEY_PEPPER",
          "HARVEST_SIGNING_MASTER");

  private Environment() {}

  static List<EnvVar> of(Settled asked) {
    ChildNames names = asked.names();
    List<EnvVar> all = new ArrayList<>();
    all.addAll(
        asked.external().database().map(ExternalKeys::database).orElseGet(() -> database(names)));
    all.add(value("DB_POOL_SIZE", Integer.toString(asked.poolSize())));
    all.addAll(asked.external().cache().map(ExternalKeys::cache).orElseGet(() -> cache(names)));
    all.add(value("HARVEST_SETTINGS_FILE", Snapshot.SETTINGS_PATH));
    all.add(value("LOG_FORMAT", "json"));
    APP_KEYS.forEach(key -> all.add(secret(key, names.appSecret(), key)));
    return all;
  }

  private static List<EnvVar> database(ChildNames names) {
    return List.of(
        value(
            "DATABASE_URL",
            "postgresql://%s:%d/%s?sslmode=disable"
                .formatted(names.postgres(), Postgres.PORT, Postgres.DATABASE)),
        value("DATABASE_USERNAME", Postgres.USER),
        secret("DATABASE_PASSWORD", names.postgres(), Postgres.PASSWORD));
  }

  private static List<EnvVar> cache(ChildNames names) {
    return List.of(
        value("REDIS_URL", "redis://%s:%d".formatted(names.redis(), Redis.PORT)),
        secret("REDIS_PASSWORD", names.redis(), Redis.PASSWORD));
  }

  static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  static EnvVar secret(String name, String secret, String key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(key)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
