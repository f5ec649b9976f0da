/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthBody;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Version;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks at the stores as a serving process does. */
@Command(
    name = "health",
    description =
        "Looks at PostgreSQL, Redis and the schema from here, as a serving process does; ends with 5 when PostgreSQL is away and with 2 when the schema does not fit.",
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

  private static final String UNHEALTHY = "unhealthy";

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What is shown; the time since a start says nothing here. */
  private record View(String status, String version, List<HealthBody.Component> components) {}

  @Override
  public Integer call() {
    HealthBody body = look(top.settings(Settings.Mode.PIPELINE));
    top.print(
        spec,
        Answer.of(
            new View(body.status(), body.version(), body.components()),
            body.components(),
            "name",
            "status",
            "message",
            "checkDurationMs"));
    List<HealthBody.Component> broken =
        body.components().stream().filter(part -> part.status().equals(UNHEALTHY)).toList();
    if (!broken.isEmpty()) {
      HealthBody.Component first = broken.getFirst();
      throw new Failure(
          first.name().equals("database") ? ExitCode.DATABASE_AWAY : ExitCode.INVALID,
          first.message());
    }
    return ExitCode.OK.number();
  }

  private static HealthBody look(Settings settings) {
    // The database and the schema are looked at side by side.
    Postgres postgres = Postgres.open(settings.database(), "harvest-command", 2);
    try (RedisLink redis = new RedisLink(settings.redis())) {
      Health health =
          new Health(
              postgres.client(),
              postgres,
              redis,
              SchemaLevel.NEEDS,
              Version.current(),
              Clock.systemUTC());
      return Objects.requireNonNull(health.look().block());
    } finally {
      postgres.close();
    }
  }
}
