/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** The scripts of a line as this image holds them, and as the database remembers them. */
final class Scripts {

  private Scripts() {}

  static Flyway flyway(DatabaseLogin login, MigrationLine line) {
    Map<String, String> jdbc = new HashMap<>();
    Properties properties = login.properties();
    for (String name : properties.stringPropertyNames()) {
      if (!"user".equals(name) && !"password".equals(name)) {
        jdbc.put(name, properties.getProperty(name));
      }
    }
    return Flyway.configure()
        // Flyway's own lock would be an open transaction, and CREATE INDEX CONCURRENTLY waits for
        // the end of all.
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .dataSource(login.url(), properties.getProperty("user"), properties.getProperty("password"))
        .jdbcProperties(jdbc)
        .locations(line.location())
        .table(line.historyTable())
        // The other line's tables are there already, and so may be those of an extension.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        // An image that is older than the database must still be able to run its own, finished,
        // line.
        .ignoreMigrationPatterns("*:future")
        .validateMigrationNaming(true)
        .load();
  }

  /** Returns the number of the newest script that the database has whole, 0 when there is none. */
  static int newestApplied(Flyway flyway) {
    // A script outside a transaction stands among the applied ones even when it failed.
    return Arrays.stream(flyway.info().applied())
        .filter(script -> !script.getState().isFailed())
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .mapToInt(version -> Integer.parseInt(version.getVersion()))
        .max()
        .orElse(0);
  }

  /** Returns what the next migration would apply, in order. */
  static List<MigrationPlan.Script> pending(Flyway flyway, MigrationLine line) {
    return Arrays.stream(flyway.info().pending())
        .map(script ->
            new MigrationPlan.Script(
                Integer.parseInt(script.getVersion().getVersion()),
                script.getScript(),
                script.getDescription(),
                text(line, script.getScript())))
        .toList();
  }

  private static String text(MigrationLine line, String script) {
    String path = "/" + line.location().replace("classpath:", "") + "/" + script;
    try (InputStream file = Scripts.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
