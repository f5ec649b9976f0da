/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.OutputFormat;
import io.signalharvester.app.config.LogLevel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that stand before or behind every command. */
final class GlobalOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description =
          "table, json, yaml or csv: how data is printed (table on a terminal, otherwise json).")
  private @Nullable OutputFormat output;

  @Option(
      names = {"-c", "--config"},
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings file; it wins over HARVEST_SETTINGS_FILE.")
  private @Nullable String config;

  @Option(
      names = "--log-level",
      scope = ScopeType.INHERIT,
      paramLabel = "LEVEL",
      description =
          "trace, debug, info, warn or error: the least level that is logged; it wins over LOG_LEVEL.")
  private @Nullable LogLevel logLevel;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Logs from debug on, and shows the trace of an unexpected error.")
  private boolean verbose;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "Logs errors alone and shows no progress.")
  private boolean quiet;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Prints help without colors, as the variable NO_COLOR does.")
  void withoutColor(boolean without) {
    if (without) {
      spec.root().commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
  }

  /** Returns how data is printed. */
  OutputFormat output(boolean terminal) {
    OutputFormat asked = output;
    if (asked != null) {
      return asked;
    }
    return terminal ? OutputFormat.TABLE : OutputFormat.JSON;
  }

  boolean verbose() {
    return verbose;
  }

  boolean quiet() {
    return quiet;
  }

  /** Returns the environment as these options change it. */
  Map<String, String> over(Map<String, String> environment) {
    if (quiet && verbose) {
      throw new ParameterException(
          spec.commandLine(), "--quiet and --verbose exclude each other: leave one out.");
    }
    Map<String, String> changed = new HashMap<>(environment);
    if (config != null) {
      changed.put("HARVEST_SETTINGS_FILE", config);
    }
    LogLevel level = level();
    if (level != null) {
      changed.put("LOG_LEVEL", level.name());
    }
    return changed;
  }

  private @Nullable LogLevel level() {
    if (logLevel != null) {
      return logLevel;
    }
    if (verbose) {
      return LogLevel.DEBUG;
    }
    return quiet ? LogLevel.ERROR : null;
  }
}
