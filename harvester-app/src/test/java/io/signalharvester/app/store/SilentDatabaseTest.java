/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A database that stops answering without closing its connections. */
class SilentDatabaseTest {

  /** More than the limit of silence, which is the statement timeout and three seconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final TestPostgres server = TestPostgres.shared();
  private TestProxy proxy;
  private Postgres pool;

  @BeforeEach
  void open() {
    Map<String, String> environment = new HashMap<>(server.environment(server.migratedDatabase()));
    DatabaseSettings direct = settings(environment);
    proxy = TestProxy.to(direct.port());
    environment.compute(
        "DATABASE_URL",
        (name, url) -> url.replace(":" + direct.port() + "/", ":" + proxy.port() + "/"));
    environment.put("DB_STATEMENT_TIMEOUT", "200ms");
    pool = Postgres.open(settings(environment), "test", 2);
  }

  @AfterEach
  void close() {
    pool.close();
    proxy.close();
  }

  private static DatabaseSettings settings(Map<String, String> environment) {
    return Settings.load(Settings.Mode.MIGRATE, environment).database();
  }

  private long one() {
    Long number =
        pool.client().sql("SELECT 1").map(row -> row.get(0, Long.class)).one().block(DEADLINE);
    return number == null ? 0 : number;
  }

  @Test
  void aConnectionOnWhichNothingComesBackIsClosedAndItsPlaceIsFree() {
    assertThat(
            Flux.range(0, 2)
                .flatMap(i -> pool.client().sql("SELECT pg_sleep(0.05)").fetch().rowsUpdated())
                .count()
                .block(DEADLINE))
        .isEqualTo(2);
    int opened = proxy.opened();
    proxy.stall();

    assertThatThrownBy(this::one).isNotInstanceOf(IllegalStateException.class);
    assertThatThrownBy(this::one).isNotInstanceOf(IllegalStateException.class);

    assertThat(one()).isEqualTo(1);
    assertThat(one()).isEqualTo(1);
    assertThat(proxy.opened()).isGreaterThan(opened);
  }

  @Test
  void aSilenceWithNothingToAnswerIsNoFault() {
    assertThat(one()).isEqualTo(1);
    int opened = proxy.opened();
    // Longer than the limit: only an idle time can show that idleness is allowed.
    await().during(Duration.ofMillis(3_500)).atMost(DEADLINE).until(() -> proxy.opened() == opened);

    assertThat(one()).isEqualTo(1);
    assertThat(proxy.opened()).isEqualTo(opened);
  }
}
