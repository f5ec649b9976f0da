/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.crash;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.operator.Cluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells a story on a cluster on paper, with an operator that is stopped on the way. */
final class Telling implements Cluster.Watch {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String CHANCE = "(\"" + Cluster.RANDOM + "\":)\"[^\"]*\"";
  private static final String TIME = "\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z";

  private final Cluster cluster = Cluster.exposed();
  private final Invariants invariants = new Invariants(cluster);
  private final Deque<Stop> stops;
  private int writes;
  private int fired;

  private Telling(List<Stop> stops) {
    this.stops = new ArrayDeque<>(stops);
  }

  /**
   * How a story ended.
   *
   * @param writes writes since the last stop
   * @param stopped how often the operator was stopped
   * @param moments how many moments were looked at on the way
   * @param objects what there is, and the status, without times and random values
   */
  record End(int writes, int stopped, long moments, Map<String, String> objects) {}

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Stop stop;

    Stopped(Stop stop) {
      super(stop.toString(), null, false, false);
      this.stop = stop;
    }
  }

  static End of(Story story, List<Stop> stops) {
    Telling telling = new Telling(stops);
    telling.cluster.watchedBy(telling);
    story.acts().forEach(telling::live);
    return telling.end();
  }

  /** A person acts once, also when the operator is stopped while that has its effect. */
  private void live(Consumer<Cluster> act) {
    boolean done = false;
    while (true) {
      try {
        if (!done) {
          done = true;
          act.accept(cluster);
        }
        cluster.settle();
        return;
      } catch (Stopped stopped) {
        takeOver(stopped.stop);
      }
    }
  }

  /** Another operator comes, which has nothing but what the cluster holds. */
  private void takeOver(Stop stop) {
    if (stop.statusLost()) {
      cluster.loseStatus();
    }
    if (stop.downtime() == Stop.Downtime.LONG) {
      cluster.controllers().controllers();
      cluster.at(cluster.now().plus(LONG));
    }
  }

  @Override
  public void before(String key, Optional<HasMetadata> old, Optional<HasMetadata> fresh) {
    writes++;
    stop(Stop.Side.BEFORE);
    invariants.permit(key, old, fresh);
  }

  @Override
  public void after(String key) {
    invariants.check();
    stop(Stop.Side.AFTER);
  }

  @Override
  public void afterControllers() {
    invariants.check();
  }

  private void stop(Stop.Side side) {
    Stop next = stops.peek();
    if (next != null && next.side() == side && next.write() == writes) {
      stops.remove();
      writes = 0;
      fired++;
      throw new Stopped(next);
    }
  }

  private End end() {
    Map<String, String> objects = new TreeMap<>();
    // How often a route was written on the way is of no account.
    cluster.each(
        HTTPRoute.class,
        route ->
            route.edit().editMetadata().withGeneration(0L).endMetadata().withStatus(null).build());
    cluster.objects().forEach((key, object) -> objects.put(key, timeless(object)));
    objects.put("status", timeless(cluster.observation().status()));
    return new End(writes, fired, invariants.moments(), objects);
  }

  private static String timeless(Object object) {
    return Serialization.asJson(object).replaceAll(TIME, "TIME").replaceAll(CHANCE, "$1\"CHANCE\"");
  }
}
