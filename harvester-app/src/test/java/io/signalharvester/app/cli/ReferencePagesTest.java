/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static io.signalharvester.app.testkit.ReferencePages.row;

import io.signalharvester.app.config.KnownSettings;
import io.signalharvester.app.config.Secret;
import io.signalharvester.app.config.Setting;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryEndpoints;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.info.InfoEndpoints;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.stats.StatsEndpoints;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Meters;
import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.testkit.ReferencePages;
import io.signalharvester.app.topics.TopicEndpoints;
import io.signalharvester.app.traffic.MetricsEndpoints;
import io.signalharvester.app.traffic.Traffic;
import io.signalharvester.app.traffic.WindowsEndpoints;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.RouteTemplates;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference pages are made from the code, so that they cannot say anything else than it does.
 */
class ReferencePagesTest {

  private static final ReferencePages PAGES = new ReferencePages("ReferencePagesTest");

  @Test
  void settingsPageIsThatOfTheCode() throws IOException {
    String page =
        PAGES.head("Settings of the application")
            + "A wrong value ends the process with exit code 2 and a sentence that names the setting, its rule and"
            + " the remedy.\n\n## Environment variables\n\n"
            + table(Setting.Place.ENVIRONMENT)
            + "\n## Settings file\n\nThe file that HARVEST_SETTINGS_FILE names: Java properties in UTF-8, one"
            + " `name=value` a line. An unknown name is refused.\n\n"
            + table(Setting.Place.FILE);
    PAGES.compare("settings.md", page);
  }

  private static String table(Setting.Place place) {
    return "| Name | Default | Must be | Meaning |\n|---|---|---|---|\n"
        + KnownSettings.all().stream()
            .filter(setting -> setting.place() == place)
            .map(setting ->
                row(
                    "`" + setting.name() + "`",
                    setting.defaultText() == null ? "none" : "`" + setting.defaultText() + "`",
                    setting.rule().text(),
                    setting.meaning() + (setting.secret() ? " Secret: never shown." : "")))
            .collect(Collectors.joining());
  }

  @Test
  void endpointsPageIsThatOfTheCode() throws IOException {
    StringBuilder page =
        new StringBuilder(PAGES.head("HTTP endpoints"))
            .append(
                "Port 8000 answers all but /windows and /metrics/prometheus, port 8001 these two and those under /health."
                    + " Every GET 200 below 1 MB carries an ETag; If-None-Match with it gives 304. Endpoints with a cache"
                    + " class say in X-Cache where a reply came from: HIT (at most as old as the class says, within 10 %;"
                    + " empty lists and 404 at most 60 s), STALE (up to twice that, while it is refreshed) or MISS."
                    + " Scores in a reply are those of the moment at which it was made. Errors are"
                    + " `application/problem+json` (RFC 9457). Parameters are read in camelCase and snake_case; unknown"
                    + " ones are ignored. Access `key` means the header `X-API-Key`.\n");
    for (Endpoint endpoint : endpoints()) {
      page.append("\n## ").append(endpoint.method()).append(' ').append(endpoint.path());
      page.append("\n\n").append(endpoint.summary()).append(" Access: ");
      page.append(endpoint.access() == Endpoint.Access.KEY ? "key" : "public").append(".");
      if (endpoint.cache() != null) {
        page.append(" Cache class: ").append(endpoint.cache().label());
        page.append(", fresh for ").append(endpoint.cache().fresh().toSeconds()).append(" s.");
      }
      page.append("\n\n");
      if (!endpoint.parameters().isEmpty()) {
        page.append("| Parameter | Must be | Default | Meaning |\n|---|---|---|---|\n");
        endpoint
            .parameters()
            .forEach(parameter ->
                page.append(
                    row(
                        "`" + parameter.name() + "`",
                        parameter.rule(),
                        parameter.defaultText(),
                        parameter.meaning())));
        page.append('\n');
      }
      page.append("| Status | Reply |\n|---|---|\n");
      endpoint
          .replies()
          .forEach(reply -> page.append(row(String.valueOf(reply.status()), reply.meaning())));
    }
    PAGES.compare("endpoints.md", page.toString());
  }

  private static List<Endpoint> endpoints() {
    Settings settings =
        Settings.load(
            Settings.Mode.MIGRATE, Map.of("DATABASE_URL", "postgresql://nowhere.invalid/x"));
    // Nothing connects before it is used, and nothing is used here.
    Postgres pool = Postgres.open(settings.database(), "docs", 1);
    try (RedisLink redis = new RedisLink(settings.redis())) {
      DatabaseClient database = pool.client();
      Health health =
          new Health(database, pool, redis, SchemaLevel.NEEDS, "docs", Clock.systemUTC());
      CursorCodec cursors =
          new CursorCodec(new Secret("docs"), JsonMapper.shared(), Clock.systemUTC());
      Clock clock = Clock.systemUTC();
      List<Endpoint> endpoints = new ArrayList<>();
      endpoints.addAll(
          new DiscoveryEndpoints(database, cursors, JsonMapper.shared(), clock).endpoints());
      endpoints.addAll(new TopicEndpoints(database, cursors, clock).endpoints());
      endpoints.addAll(new StatsEndpoints(database, clock).endpoints());
      endpoints.addAll(new InfoEndpoints(database, "docs", "docs", List.of("serve")).endpoints());
      endpoints.addAll(new HealthEndpoints(health).endpoints());
      Meters meters = new Meters();
      endpoints.addAll(
          new WindowsEndpoints(
                  new Traffic(new RouteTemplates(List.of()), meters.registry(), Clock.systemUTC()),
                  Clock.systemUTC())
              .endpoints());
      endpoints.addAll(new MetricsEndpoints(meters.registry(), Schedulers.parallel()).endpoints());
      return endpoints;
    } finally {
      pool.close();
    }
  }

  @Test
  void metricsPageIsThatOfTheCode() throws IOException {
    StringBuilder page =
        new StringBuilder(PAGES.head("Metrics"))
            .append(
                "`GET /metrics/prometheus` on port 8001 tells them; `api` and `worker` are the roles of `serve`. Histograms have the bounds "
                    + Arrays.stream(Metric.bounds())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "))
                    + " seconds, and beside them the greatest recent value as NAME_max. Metrics of the Java runtime"
                    + " begin with "
                    + String.join(", ", Metric.PREFIXES_OF_THE_RUNTIME)
                    + " and are named by the libraries.\n\n"
                    + "| Name | Type | Labels | Told by | Meaning |\n|---|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      page.append(
          ReferencePages.row(
              "`" + metric.exposed() + "`",
              metric.type().name().toLowerCase(Locale.ROOT),
              metric.labels().isEmpty() ? "none" : String.join(", ", metric.labels()),
              metric.exposer().name().toLowerCase(Locale.ROOT),
              metric.meaning()));
    }
    PAGES.compare("metrics.md", page.toString());
  }

  @Test
  void commandsPageIsThatOfTheCode() throws IOException {
    StringBuilder page =
        new StringBuilder(PAGES.head("Commands of the application"))
            .append(
                "From the build: `java -jar harvest.jar COMMAND`; a container takes the same arguments. Data goes to"
                    + " stdout, logs and progress to stderr; only serve logs to stdout. A command that fails writes one"
                    + " sentence to stderr and to the termination log.\n");
    describe(new CommandLine(new HarvestCommand(Map.of())).getCommandSpec(), page);
    page.append("\n## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      page.append(row(String.valueOf(code.number()), code.meaning()));
    }
    PAGES.compare("commands.md", page.toString());
  }

  private static void describe(CommandSpec command, StringBuilder page) {
    page.append("\n## ").append(command.qualifiedName()).append("\n\n");
    page.append(String.join(" ", command.usageMessage().description())).append('\n');
    if (command.aliases().length > 0) {
      page.append("\nAlso: ").append(String.join(", ", command.aliases())).append(".\n");
    }
    List<OptionSpec> options =
        command.options().stream()
            // Global options stand at the top alone.
            .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.inherited())
            .toList();
    if (!options.isEmpty()) {
      page.append("\n| Option | Meaning |\n|---|---|\n");
      for (OptionSpec option : options) {
        String meaning =
            String.join(" ", option.description())
                .replace("${DEFAULT-VALUE}", "default " + option.defaultValue());
        page.append(row("`" + option.longestName() + "`", meaning));
      }
    }
    // A command stands under each of its names.
    command.subcommands().values().stream()
        .distinct()
        .forEach(child -> describe(child.getCommandSpec(), page));
  }
}
