/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.operator.Outage.Point;
import io.signalharvester.operator.Outage.Side;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An operator that is killed before or after a write of an installation, of a change of the image
 * or of a resource that is made again: on a real API server, what comes out is what comes out of an
 * undisturbed run. {@code CrashPlanTest} goes through all points on paper, this one through a
 * sample.
 */
class CrashOnApiServerTest {

  private static final long SEED = 20260101;
  private static final int TELLINGS = 20;
  private static final int AT_ONCE = 6;
  // A status write more or less depends on the moment, so that the last numbers are not always
  // reached.
  private static final int RARE = 4;
  private static final long SPEED = 20;

  private static ApiServer server;
  private static KubernetesClient user;

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

  /** What a person does, one thing after the other. */
  private enum Act {
    INSTALLS {
      @Override
      void in(Site site) {
        site.ask(site.resource("demo", "app:1", Cluster.EXPOSURE));
      }
    },
    CHANGES_THE_IMAGE {
      @Override
      void in(Site site) {
        site.ask(site.resource("demo", "app:2", Cluster.EXPOSURE));
      }
    },
    DELETES_AND_MAKES_AGAIN {
      @Override
      void in(Site site) {
        user.resource(site.get("demo")).delete();
        site.ask(site.resource("demo", "app:2", Cluster.EXPOSURE));
      }
    };

    abstract void in(Site site);
  }

  /**
   * How an act ended.
   *
   * @param writes how many it took, before it was settled
   */
  private record End(int writes, Map<String, String> objects) {}

  @Test
  void anOperatorThatIsKilledAtAWriteChangesNothingInTheEnd() throws Exception {
    Instant start = Instant.now();
    List<End> undisturbed = new Telling("undisturbed").undisturbed();
    Random random = new Random(SEED);
    List<Future<Integer>> tellings = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < TELLINGS; i++) {
        List<Point> points =
            undisturbed.stream()
                .map(end -> new Point(1 + random.nextInt(end.writes() - RARE), side(random)))
                .toList();
        Telling telling = new Telling("killed-" + i);
        tellings.add(threads.submit(() -> telling.killed(points, undisturbed)));
      }
    }
    int killed = 0;
    for (Future<Integer> telling : tellings) {
      killed += telling.get();
    }
    System.out.printf(
        "seed %d: an undisturbed run takes %s writes; killed at %d points of %d in %d s%n",
        SEED,
        undisturbed.stream().map(End::writes).toList(),
        killed,
        TELLINGS * Act.values().length,
        Duration.between(start, Instant.now()).toSeconds());
    assertThat(killed).as("points").isGreaterThan(50);
  }

  private static Side side(Random random) {
    return random.nextBoolean() ? Side.BEFORE : Side.AFTER;
  }

  /** One run through all acts in a namespace of its own. */
  private static final class Telling {

    private final Site site;
    private final Config account;
    private final Passes clock = Passes.faster(SPEED);
    private Outage outage = new Outage(Point.NEVER);

    Telling(String namespace) {
      this.site = Site.in(user, namespace);
      this.account = ChartAccount.of(server, user, namespace, namespace, right -> right);
    }

    private LiveOperator operator(Point point) {
      outage = new Outage(point);
      return LiveOperator.start(account, Set.of(site.namespace()), clock, outage);
    }

    List<End> undisturbed() {
      List<End> ends = new ArrayList<>();
      for (Act act : Act.values()) {
        try (LiveOperator _ = operator(Point.NEVER)) {
          act.in(site);
          settle();
          ends.add(new End(outage.writes(), Essence.of(site, "demo")));
        }
      }
      return ends;
    }

    /** How often the operator was killed. */
    int killed(List<Point> points, List<End> expected) {
      int killed = 0;
      Map<String, Map<String, String>> secrets = new TreeMap<>();
      for (Act act : Act.values()) {
        Point point = points.get(act.ordinal());
        LiveOperator operator = operator(point);
        try {
          Outage first = outage;
          act.in(site);
          if (reached(first)) {
            killed++;
            operator.close();
            operator = operator(Point.NEVER);
          }
          settle();
          assertThat(Essence.of(site, "demo"))
              .as("%s %s %s", site.namespace(), act, point)
              .isEqualTo(expected.get(act.ordinal()).objects());
          assertThat(secrets()).as("Secrets that existed").containsAllEntriesOf(secrets);
          secrets.putAll(secrets());
        } finally {
          operator.close();
        }
      }
      return killed;
    }

    /** Waits until the operator is killed, or all is done without that. */
    private boolean reached(Outage first) {
      site.awaitThat(
          "demo",
          () -> {
            collect();
            if (!first.over()) {
              site.assertSettled("demo");
            }
          });
      return first.over();
    }

    private void settle() {
      site.awaitSettled("demo", this::collect);
    }

    private void collect() {
      new PlayedControllers(user, site.namespace()).collect(Site.KINDS);
    }

    /** The Secrets that outlive a resource, with their values. */
    private Map<String, Map<String, String>> secrets() {
      Map<String, Map<String, String>> found = new TreeMap<>();
      site.objects("demo").stream()
          .filter(object -> object.getMetadata().getOwnerReferences().isEmpty())
          .filter(Secret.class::isInstance)
          .forEach(
              object -> found.put(object.getMetadata().getName(), ((Secret) object).getData()));
      return found;
    }
  }
}
