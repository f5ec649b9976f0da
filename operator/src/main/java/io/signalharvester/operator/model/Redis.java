/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;

/** The managed Redis: one pod, one volume, started by our own command from any image. */
public final class Redis {

  static final int PORT = 6379;
  static final String PASSWORD = "password";

  private static final long UID = 999;

  // The password goes through a file, because arguments are visible to every process of the node.
  // Keys without an expiry (limits, sessions) are never evicted; cached answers have one.
  private static final String START =
      """
      set -eu
      umask 077
      printf 'requirepass %%s\\n' "$REDIS_PASSWORD" > /tmp/redis.conf
      exec redis-server /tmp/redis.conf --dir /data --appendonly yes --maxmemory %s \\
        --maxmemory-policy volatile-ttl
      """;

  private static final String PING =
      """
      REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli -h 127.0.0.1 ping | grep -q PONG
      """;

  private Redis() {}

  /** The headless Service that gives the pod its name. */
  public static Service service(Settled asked) {
    return StoreObjects.service(
        asked, asked.names().redis(), Component.CACHE, asked.cache().image(), PORT);
  }

  /** The StatefulSet; its volume goes with the resource, since it holds nothing but a cache. */
  public static StatefulSet statefulSet(Settled asked) {
    return StoreObjects.statefulSet(
        asked,
        new StoreObjects.Shape(
            asked.names().redis(),
            Component.CACHE,
            asked.cache(),
            "Delete",
            UID,
            List.of(),
            container(asked),
            List.of()));
  }

  private static Container container(Settled asked) {
    return new ContainerBuilder()
        .withName("redis")
        .withImage(asked.cache().image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand("/bin/sh", "-c", START.formatted(bytes(asked.cacheMemory())))
        .withEnv(Environment.secret("REDIS_PASSWORD", asked.names().redis(), PASSWORD))
        .addNewPort()
        .withName("redis")
        .withContainerPort(PORT)
        .withProtocol("TCP")
        .endPort()
        .withSecurityContext(PodSecurity.container())
        .withResources(asked.cache().resources())
        .withReadinessProbe(probe().edit().withPeriodSeconds(2).withFailureThreshold(3).build())
        .withVolumeMounts(StoreObjects.mount("data", "/data"), StoreObjects.mount("tmp", "/tmp"))
        .build();
  }

  private static Probe probe() {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand("/bin/sh", "-c", PING)
        .endExec()
        .withTimeoutSeconds(3)
        .build();
  }

  /** Redis writes its units in another way than Kubernetes: 256Mi is 256mb. */
  private static String bytes(String quantity) {
    return quantity.replace("Mi", "mb").replace("Gi", "gb");
  }
}
