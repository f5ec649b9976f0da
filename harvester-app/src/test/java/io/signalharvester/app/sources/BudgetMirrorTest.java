/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetMirrorTest {

  private final TestPostgres server = TestPostgres.shared();
  private final String name = server.migratedDatabase();
  private final Postgres postgres =
      Postgres.open(
          TestSettings.pipeline(server.environment(name), Map.of()).database(), "test", 2);
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final BudgetMirror mirror = new BudgetMirror(postgres.client(), time);
  private final LocalBudget budget =
      new LocalBudget(
          "x", List.of(BudgetWindow.spacing(Duration.ofSeconds(3)), BudgetWindow.day(9)), time);

  @AfterEach
  void close() {
    postgres.close();
  }

  private long number(String column) {
    return server.number(
        name, "SELECT coalesce(max(" + column + "), -1) FROM source_budget WHERE source = 'x'");
  }

  @Test
  void countersAreWrittenEverySixtySecondsAndAtTheEnd() {
    budget.take().block();
    mirror.whenDue(budget).block();
    assertThat(number("used_units")).isEqualTo(-1);

    time.pause(Duration.ofSeconds(60)).block();
    mirror.whenDue(budget).block();
    assertThat(number("used_units")).isEqualTo(1);

    budget.take().block();
    mirror.whenDue(budget).block();
    assertThat(number("used_units")).isEqualTo(1);
    mirror.write(budget).block();
    assertThat(number("used_units")).isEqualTo(2);
    assertThat(number("limit_units")).isEqualTo(9);
    // The distance between calls would be a row for each of them.
    assertThat(server.number(name, "SELECT count(*) FROM source_budget")).isEqualTo(1);
  }
}
