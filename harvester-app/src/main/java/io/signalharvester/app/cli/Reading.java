/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.pipeline.DatabaseFault;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.store.Postgres;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Puts the question of one command to the database. It opens a single connection and nothing else,
 * so that a command answers soon.
 */
final class Reading {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Reading() {}

  /**
   * Returns the answer; empty when there is none.
   *
   * @throws Failure when the database cannot be used or its schema does not fit
   */
  static <T> Optional<T> of(Settings settings, Function<DatabaseClient, Mono<T>> question) {
    Postgres postgres = Postgres.open(settings.database(), "harvest-command", 1);
    try {
      DatabaseClient database = postgres.client();
      return whenSchemaFits(database)
          .then(Mono.defer(() -> question.apply(database)))
          .timeout(DEADLINE)
          .onErrorMap(DatabaseFault::isAway, error -> away(DatabaseFault.sentence(error)))
          .onErrorMap(
              TimeoutException.class,
              error ->
                  away(
                      "PostgreSQL did not answer within "
                          + DEADLINE.toSeconds()
                          + " s: try again."))
          .blockOptional();
    } finally {
      postgres.close();
    }
  }

  private static Mono<Void> whenSchemaFits(DatabaseClient database) {
    return new SchemaReader(database)
        .level()
        .filter(level -> level.serves(SchemaLevel.NEEDS))
        .switchIfEmpty(
            Mono.error(() ->
                new Failure(
                    ExitCode.FAILED,
                    "The schema does not fit this image, which needs level "
                        + SchemaLevel.NEEDS
                        + ": run migrate of this image.")))
        .then();
  }

  private static Failure away(String sentence) {
    return new Failure(ExitCode.DATABASE_AWAY, sentence);
  }
}
