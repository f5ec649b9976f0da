/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets of external stores: which keys they have and how the workload's containers get them.
 * Values go from the Secret to the container and nowhere else. The parts of an address stand in
 * variables of their own, from which the kubelet puts the address together.
 */
public final class ExternalKeys {

  private static final String PORT = "port";

  private static final SecretKey HOST =
      SecretKey.required(
          "host",
          "a host name, an IPv4 address, or an IPv6 address in brackets",
          "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\]");
  private static final SecretKey PORT_KEY =
      SecretKey.required(
          PORT,
          "a number from 1 to 65535",
          "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");
  private static final SecretKey PASSWORD = SecretKey.anything("password");
  private static final SecretKey NO_CA =
      SecretKey.refused(
          "ca", "", "left out, because this version does not verify the store's certificate");

  /** Keys of the Secret of a PostgreSQL. */
  public static final List<SecretKey> DATABASE =
      List.of(
          HOST,
          PORT_KEY,
          SecretKey.required("database", "1 to 63 letters, digits, - and _", "[A-Za-z0-9_-]{1,63}"),
          SecretKey.required("username", "1 to 63 characters on one line", ".{1,63}"),
          PASSWORD,
          SecretKey.required(
              "sslmode",
              "disable, prefer or require, because this version does not verify certificates",
              "disable|prefer|require"),
          NO_CA);

  /** Keys of the Secret of a Redis. */
  public static final List<SecretKey> CACHE =
      List.of(
          HOST,
          PORT_KEY,
          PASSWORD,
          SecretKey.refused(
              "username", "|default", "left out, because this version logs in as the default user"),
          SecretKey.refused(
              "tls",
              "|false",
              "false or left out, because this version does not speak TLS to Redis"),
          NO_CA);

  private ExternalKeys() {}

  /** The TCP port of a store, where its Secret says a right one. */
  public static Optional<Integer> port(Map<String, String> values) {
    return Optional.ofNullable(values.get(PORT)).filter(PORT_KEY::accepts).map(Integer::valueOf);
  }

  static List<EnvVar> database(String secret) {
    return List.of(
        Environment.secret("EXTERNAL_DATABASE_HOST", secret, "host"),
        Environment.secret("EXTERNAL_DATABASE_PORT", secret, PORT),
        Environment.secret("EXTERNAL_DATABASE_NAME", secret, "database"),
        Environment.secret("EXTERNAL_DATABASE_SSLMODE", secret, "sslmode"),
        Environment.value(
            "DATABASE_URL",
            "postgresql://$(EXTERNAL_DATABASE_HOST):$(EXTERNAL_DATABASE_PORT)"
                + "/$(EXTERNAL_DATABASE_NAME)?sslmode=$(EXTERNAL_DATABASE_SSLMODE)"),
        Environment.secret("DATABASE_USERNAME", secret, "username"),
        Environment.secret("DATABASE_PASSWORD", secret, "password"));
  }

  static List<EnvVar> cache(String secret) {
    return List.of(
        Environment.secret("EXTERNAL_CACHE_HOST", secret, "host"),
        Environment.secret("EXTERNAL_CACHE_PORT", secret, PORT),
        Environment.value("REDIS_URL", "redis://$(EXTERNAL_CACHE_HOST):$(EXTERNAL_CACHE_PORT)"),
        Environment.secret("REDIS_PASSWORD", secret, "password"));
  }
}
