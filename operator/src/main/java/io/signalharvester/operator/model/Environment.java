/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;
import java.util.stream.Stream;

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
    List<EnvVar> stores =
        List.of(
            value(
                "DATABASE_URL",
                "postgresql://%s:%d/%s?sslmode=disable"
                    .formatted(names.postgres(), Postgres.PORT, Postgres.DATABASE)),
            value("DATABASE_USERNAME", Postgres.USER),
            secret("DATABASE_PASSWORD", names.postgres(), Postgres.PASSWORD),
            value("DB_POOL_SIZE", Integer.toString(asked.poolSize())),
            value("REDIS_URL", "redis://%s:%d".formatted(names.redis(), Redis.PORT)),
            secret("REDIS_PASSWORD", names.redis(), Redis.PASSWORD),
            value("HARVEST_SETTINGS_FILE", Snapshot.SETTINGS_PATH),
            value("LOG_FORMAT", "json"));
    List<EnvVar> keys = APP_KEYS.stream().map(key -> secret(key, names.appSecret(), key)).toList();
    return Stream.concat(stores.stream(), keys.stream()).toList();
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
