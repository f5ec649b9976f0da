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
  private static final int FEWEST_CONNECTIONS = 512;

  // A folder appears under its final name only when it is complete, so a crash half-way is
  // repeated.
  // The builtin collation of PostgreSQL 17 and newer does not depend on the image's C library.
  private static final String INITDB =
      """
      set -eu
      umask 077
      refuse() { echo "$*" >&2; echo "$*" > /dev/termination-log || true; exit 1; }
      set -- $(postgres -V)
      image=${3%%.*}
      if [ -s /data/pg/PG_VERSION ]; then
        # A volume with a group makes the folder readable for it, and the server refuses such a folder.
        chmod 0700 /data/pg
        volume=$(cat /data/pg/PG_VERSION)
        [ "$volume" = "$image" ] && exit 0
        refuse "the volume holds PostgreSQL $volume and the image is $image: go back to an image of" \\
          "$volume, or move the data with a dump into a new resource"
      fi
      rm -rf /data/pg.new
      password=$(cat /run/secrets/postgres/password)
      case "$password" in
        ''|*[!A-Za-z0-9_-]*)
          refuse "the key password of the Secret may hold letters, digits, - and _ only" ;;
      esac
      locale='--locale-provider=builtin --builtin-locale=C.UTF-8'
      case "$image" in 15|16) locale='' ;; esac
      initdb -D /data/pg.new -U postgres -A scram-sha-256 \\
        --pwfile=/run/secrets/postgres/superuser-password \\
        --data-checksums --encoding=UTF8 --locale=C $locale
      single() { postgres --single -D /data/pg.new -c log_min_error_statement=panic postgres; }
      printf "CREATE ROLE harvest LOGIN PASSWORD '%s';\\nCREATE DATABASE harvest OWNER harvest;\\n" \\
        "$password" | single > /dev/null
      # The single-user server ends well even when a statement failed: only the catalogue tells.
      made=$(echo "SELECT 'made-' || count(*) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba\
       WHERE d.datname = 'harvest' AND r.rolname = 'harvest'" | single)
      case "$made" in *made-1*) ;; *) refuse "role or database could not be made: see the log" ;; esac
      {
        echo 'local all     postgres               scram-sha-256'
        echo 'host  all     postgres 127.0.0.1/32  scram-sha-256'
        echo 'host  harvest harvest  all           scram-sha-256'
      } > /data/pg.new/pg_hba.conf
      sync
      mv /data/pg.new /data/pg
      sync
      """;

  private Postgres() {}

  /** The headless Service that gives the pod its name. */
  public static Service service(Settled asked) {
    return StoreObjects.service(
        asked, asked.names().postgres(), Component.DATABASE, asked.database().image(), PORT);
  }

  /** The StatefulSet; its volume stays when the resource goes, unless the user wants it to go. */
  public static StatefulSet statefulSet(Settled asked) {
    return StoreObjects.statefulSet(
        asked,
        new StoreObjects.Shape(
            asked.names().postgres(),
            Component.DATABASE,
            asked.database(),
            asked.dataGoesToo() ? "Delete" : "Retain",
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
   * Room for two revisions of API pods and for people. A change restarts the server, so the value
   * moves in powers of two from 512: scaling up to eleven pods of twenty connections changes
   * nothing.
   */
  private static int maxConnections(Settled asked) {
    int needed = 2 * asked.mostReplicas() * asked.poolSize() + 50;
    return Math.max(FEWEST_CONNECTIONS, Integer.highestOneBit(2 * needed - 1));
  }
}
