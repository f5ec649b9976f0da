/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;

/** The managed PostgreSQL: one pod, one volume, started by our own commands from any image. */
public final class Postgres {

  static final int PORT = 5432;
  static final String DATABASE = "harvest";
  static final String USER = "harvest";
  static final String PASSWORD = "password";
  static final String SUPERUSER_PASSWORD = "superuser-password";

  // The user of Debian's and of the official image.
  private static final long UID = 999;
  private static final String DATA = "/data/pg";

  // A folder appears under its final name only when it is complete, so a crash half-way is
  // repeated.
  // The builtin collation of PostgreSQL 17 and newer does not depend on the image's C library.
  private static final String INITDB =
      """
      set -eu
      if [ -s /data/pg/PG_VERSION ]; then exit 0; fi
      rm -rf /data/pg.new
      umask 077
      locale='--locale-provider=builtin --builtin-locale=C.UTF-8'
      case "$(postgres -V)" in *' 15.'*|*' 16.'*) locale='' ;; esac
      cat /run/secrets/postgres/superuser-password > /tmp/superuser
      initdb -D /data/pg.new -U postgres -A scram-sha-256 --pwfile=/tmp/superuser \\
        --data-checksums --encoding=UTF8 --locale=C $locale
      rm -f /tmp/superuser
      printf "CREATE ROLE harvest LOGIN PASSWORD '%s';\\nCREATE DATABASE harvest OWNER harvest;\\n" \\
        "$(cat /run/secrets/postgres/password)" | postgres --single -D /data/pg.new postgres > /dev/null
      {
        echo 'local all     postgres               scram-sha-256'
        echo 'host  all     postgres 127.0.0.1/32  scram-sha-256'
        echo 'host  harvest harvest  all           scram-sha-256'
      } > /data/pg.new/pg_hba.conf
      mv /data/pg.new /data/pg
      """;

  private Postgres() {}

  /** The headless Service that gives the pod its name. */
  public static Service service(Settled asked) {
    return StoreObjects.service(
        asked, asked.names().postgres(), Component.DATABASE, asked.database().image(), PORT);
  }

  /** The StatefulSet; its volume stays when the resource goes. */
  public static StatefulSet statefulSet(Settled asked) {
    return StoreObjects.statefulSet(
        asked,
        new StoreObjects.Shape(
            asked.names().postgres(),
            Component.DATABASE,
            asked.database(),
            "Retain",
            UID,
            List.of(initdb(asked)),
            container(asked),
            List.of(
                StoreObjects.secretVolume("passwords", asked.names().postgres()),
                StoreObjects.memoryVolume("shm"))));
  }

  private static Container initdb(Settled asked) {
    return new ContainerBuilder()
        .withName("initdb")
        .withImage(asked.database().image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand("/bin/sh", "-c", INITDB)
        .withSecurityContext(PodSecurity.container())
        .withResources(asked.database().resources())
        .withVolumeMounts(
            StoreObjects.mount("data", "/data"),
            StoreObjects.mount("tmp", "/tmp"),
            StoreObjects.mount("shm", "/dev/shm"),
            StoreObjects.mount("passwords", "/run/secrets/postgres"))
        .build();
  }

  private static Container container(Settled asked) {
    return new ContainerBuilder()
        .withName("postgres")
        .withImage(asked.database().image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand(
            "postgres",
            "-D",
            DATA,
            "-c",
            "listen_addresses=*",
            "-c",
            "unix_socket_directories=/tmp",
            "-c",
            "max_connections=" + maxConnections(asked))
        .addNewPort()
        .withName("postgres")
        .withContainerPort(PORT)
        .withProtocol("TCP")
        .endPort()
        .withSecurityContext(PodSecurity.container())
        .withResources(asked.database().resources())
        .withReadinessProbe(probe().edit().withPeriodSeconds(2).withFailureThreshold(3).build())
        .withStartupProbe(probe().edit().withPeriodSeconds(1).withFailureThreshold(300).build())
        // SIGTERM waits for every client to leave; this asks for a clean end without waiting.
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("pg_ctl", "stop", "-D", DATA, "-m", "fast", "-W")
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withVolumeMounts(
            StoreObjects.mount("data", "/data"),
            StoreObjects.mount("tmp", "/tmp"),
            StoreObjects.mount("shm", "/dev/shm"))
        .build();
  }

  /** A question to the server itself: an open port says nothing during crash recovery. */
  private static Probe probe() {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand("pg_isready", "-q", "-h", "127.0.0.1", "-d", DATABASE, "-U", USER)
        .endExec()
        .withTimeoutSeconds(3)
        .build();
  }

  /**
   * Room for two revisions of API pods and for people. A change restarts the server, so small
   * installations share one value and scaling them changes nothing here.
   */
  private static int maxConnections(Settled asked) {
    return Math.max(250, 2 * asked.replicas() * asked.poolSize() + 50);
  }
}
