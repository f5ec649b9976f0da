/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.store.RedisLink;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The three things that a serving process looks at: the database, Redis and the schema. */
final class Checks {

  private static final Duration SLOW_DATABASE = Duration.ofSeconds(1);
  private static final Duration SLOW_REDIS = Duration.ofMillis(500);

  private Checks() {}

  static List<CachedCheck> of(DatabaseClient database, RedisLink redis, int needs, Clock clock) {
    return List.of(
        new CachedCheck(
            "database",
            timed(databaseAnswers(database), SLOW_DATABASE, "PostgreSQL"),
            error -> Finding.unhealthy("PostgreSQL " + reason(error) + "."),
            clock),
        new CachedCheck(
            "redis",
            timed(redis.ping(), SLOW_REDIS, "Redis"),
            error ->
                Finding.degraded("Redis " + reason(error) + "; requests are served without it."),
            clock),
        new CachedCheck(
            "schema",
            schemaServes(database, needs),
            error -> Finding.unhealthy("The schema is unknown: PostgreSQL " + reason(error) + "."),
            clock));
  }

  private static Mono<Void> databaseAnswers(DatabaseClient database) {
    return database
        .sql(
            "SELECT coalesce(max(reltuples), 0)::bigint FROM pg_class WHERE oid = to_regclass('artifacts')")
        .fetch()
        .one()
        .then();
  }

  private static Mono<Finding> timed(Mono<Void> answer, Duration slow, String name) {
    return answer
        .thenReturn(name)
        .elapsed()
        .map(took ->
            took.getT1() > slow.toMillis()
                ? Finding.degraded(
                    name + " answered, but needed more than " + slow.toMillis() + " ms.")
                : Finding.healthy(name + " answers."));
  }

  private static Mono<Finding> schemaServes(DatabaseClient database, int needs) {
    return new SchemaReader(database)
        .level()
        .map(level -> schemaFinding(level, needs))
        .defaultIfEmpty(
            Finding.unhealthy("schema_incompatible: the schema was never made; run migrate."));
  }

  private static Finding schemaFinding(SchemaLevel level, int needs) {
    String offer =
        "this image needs level "
            + needs
            + ", the database serves "
            + level.floor()
            + " to "
            + level.expanded();
    if (level.serves(needs)) {
      return Finding.healthy("The schema fits: " + offer + ".");
    }
    String remedy = needs > level.expanded() ? "run migrate of this image" : "use a newer image";
    return Finding.unhealthy("schema_incompatible: " + offer + "; " + remedy + ".");
  }

  private static String reason(Throwable error) {
    return error instanceof TimeoutException
        ? "did not answer within " + CachedCheck.DEADLINE.toSeconds() + " s"
        : "cannot be reached or refuses the login";
  }
}
