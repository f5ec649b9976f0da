/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.KnownSettings;
import io.signalharvester.app.config.Secret;
import io.signalharvester.app.config.Setting;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryEndpoints;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference pages are made from the code, so that they cannot say anything else than it does.
 */
class ReferencePagesTest {

  private static final Path FOLDER = Path.of("../docs/reference");
  private static final String REMEDY =
      "./mvnw -pl harvester-app test -Dtest=ReferencePagesTest -Dharvest.docs=write";

  @Test
  void settingsPageIsThatOfTheCode() throws IOException {
    String page =
        head("Settings of the application")
            + "A wrong value ends the process with exit code 2 and a sentence that names the setting, its rule and"
            + " the remedy.\n\n## Environment variables\n\n"
            + table(Setting.Place.ENVIRONMENT)
            + "\n## Settings file\n\nThe file that HARVEST_SETTINGS_FILE names: Java properties in UTF-8, one"
            + " `name=value` a line. An unknown name is refused.\n\n"
            + table(Setting.Place.FILE);
    compare("settings.md", page);
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
        new StringBuilder(head("HTTP endpoints"))
            .append(
                "Port 8000 answers all of them, port 8001 those under /health. Errors are"
                    + " `application/problem+json` (RFC 9457). Parameters are read in camelCase and snake_case; unknown"
                    + " ones are ignored. Access `key` means the header `X-API-Key`.\n");
    for (Endpoint endpoint : endpoints()) {
      page.append("\n## ").append(endpoint.method()).append(' ').append(endpoint.path());
      page.append("\n\n").append(endpoint.summary()).append(" Access: ");
      page.append(endpoint.access() == Endpoint.Access.KEY ? "key" : "public").append(".\n\n");
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
    compare("endpoints.md", page.toString());
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
      List<Endpoint> endpoints =
          new ArrayList<>(new DiscoveryEndpoints(database, cursors, Clock.systemUTC()).endpoints());
      endpoints.addAll(new HealthEndpoints(health).endpoints());
      return endpoints;
    } finally {
      pool.close();
    }
  }

  @Test
  void commandsPageIsThatOfTheCode() throws IOException {
    StringBuilder page =
        new StringBuilder(head("Commands of the application"))
            .append(
                "From the build: `java -jar harvest.jar COMMAND`; a container takes the same arguments. Data goes to"
                    + " stdout, logs and progress to stderr; only serve logs to stdout. A command that fails writes one"
                    + " sentence to stderr and to the termination log.\n");
    describe(new CommandLine(new HarvestCommand(Map.of())).getCommandSpec(), page);
    page.append("\n## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      page.append(row(String.valueOf(code.number()), code.meaning()));
    }
    compare("commands.md", page.toString());
  }

  private static void describe(CommandSpec command, StringBuilder page) {
    page.append("\n## ").append(command.qualifiedName()).append("\n\n");
    page.append(String.join(" ", command.usageMessage().description())).append('\n');
    List<OptionSpec> options =
        command.options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
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
    command.subcommands().values().forEach(child -> describe(child.getCommandSpec(), page));
  }

  private static String head(String title) {
    return "# "
        + title
        + "\n\n<!-- Made from the code by ReferencePagesTest; do not edit. To write it again: "
        + REMEDY
        + " -->\n\n";
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static void compare(String name, String expected) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("harvest.docs"))) {
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("docs/reference/%s differs from the code; write it again with %s", name, REMEDY)
        .hasContent(expected);
  }
}
