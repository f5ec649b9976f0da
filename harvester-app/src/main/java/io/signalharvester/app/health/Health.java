/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import io.signalharvester.app.health.CachedCheck.Result;
import io.signalharvester.app.health.Finding.State;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the process says about itself. It is ready while the database answers and the schema fits,
 * and is not any more from the moment at which it was told to end. Redis away only degrades it.
 */
public final class Health {

  private final List<CachedCheck> checks;
  private final Postgres requests;
  private final String version;
  private final Clock clock;
  private final Instant started;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean warm = new AtomicBoolean();

  /**
   * Creates the health of a process.
   *
   * @param probes connections of the checks; never those of requests, so that a busy pool does not
   *     look like a dead database
   * @param requests the pool of requests, which is warmed up
   * @param redis the connection to Redis
   * @param needs schema level that this image relies on
   * @param version version of this program
   * @param clock the present
   */
  public Health(
      DatabaseClient probes,
      Postgres requests,
      RedisLink redis,
      int needs,
      String version,
      Clock clock) {
    this.checks = Checks.of(probes, redis, needs, clock);
    this.requests = requests;
    this.version = version;
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * An answer to a probe.
   *
   * @param ok whether the probe passes
   * @param body what it is told
   */
  record Answer(boolean ok, HealthBody body) {}

  /** Makes the process not ready, for good. */
  public void drain() {
    draining.set(true);
  }

  /** Returns what the checks find now; never an error. */
  public Mono<HealthBody> look() {
    return ready().map(Answer::body);
  }

  Mono<Answer> ready() {
    return Flux.fromIterable(checks)
        .flatMapSequential(CachedCheck::result)
        .collectList()
        .map(this::answer);
  }

  /** Passes once the schema was found to fit and the pool of requests has opened a connection. */
  Mono<Answer> startup() {
    return ready()
        .flatMap(answer ->
            warm.get() || !answer.ok()
                ? Mono.just(warm.get() ? new Answer(true, answer.body()) : answer)
                : warmUp(answer));
  }

  private Mono<Answer> warmUp(Answer answer) {
    return requests
        .warmUp()
        .timeout(CachedCheck.DEADLINE)
        .thenReturn(answer)
        .doOnNext(ignored -> warm.set(true))
        .onErrorReturn(new Answer(false, answer.body()));
  }

  private Answer answer(List<Result> results) {
    List<HealthBody.Component> components = new ArrayList<>();
    State worst = State.HEALTHY;
    for (Result result : results) {
      components.add(component(result));
      worst = worse(worst, result.finding().state());
    }
    if (draining.get()) {
      components.add(
          component(
              new Result(
                  "process",
                  Finding.unhealthy("Draining: the process was told to end."),
                  clock.instant(),
                  Duration.ZERO)));
      worst = State.UNHEALTHY;
    }
    HealthBody body =
        new HealthBody(
            name(worst),
            version,
            Duration.between(started, clock.instant()).toSeconds(),
            List.copyOf(components),
            clock.instant());
    return new Answer(worst != State.UNHEALTHY, body);
  }

  private static HealthBody.Component component(Result result) {
    return new HealthBody.Component(
        result.name(),
        name(result.finding().state()),
        result.finding().message(),
        result.at(),
        result.took().toMillis());
  }

  private static State worse(State a, State b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
