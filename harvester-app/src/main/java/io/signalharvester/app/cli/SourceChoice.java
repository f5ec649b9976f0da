/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.KnownSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names the sources a command reads. */
final class SourceChoice {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--sources",
      paramLabel = "NAME",
      split = ",",
      description = "Only these sources, joined by commas (all that are switched on).")
  private List<String> names = new ArrayList<>();

  /**
   * Returns the names; none means all that are switched on.
   *
   * @throws ParameterException when one cannot be read, or the settings switch it off
   */
  Set<String> names(Settings settings) {
    Map<String, KnownSource> known =
        KnownSource.of(settings).stream()
            .collect(Collectors.toMap(KnownSource::name, Function.identity()));
    for (String name : names) {
      KnownSource source = known.get(name);
      if (source == null) {
        throw new ParameterException(
            spec.commandLine(),
            "--sources names '%s', but this version reads %s."
                .formatted(
                    name,
                    KnownSource.of(settings).stream()
                        .map(KnownSource::name)
                        .collect(Collectors.joining(", "))));
      }
      if (!source.enabled()) {
        throw new ParameterException(
            spec.commandLine(),
            "--sources names '%1$s', which is switched off: set sources.%1$s.enabled=true in the settings file."
                .formatted(name));
      }
    }
    return Set.copyOf(names);
  }

  /** Returns one value for the setting of this name of every source. */
  static Map<String, String> ofAll(String setting, String value) {
    return Map.of(
        "sources.arxiv." + setting, value,
        "sources.github." + setting, value,
        "sources.hackernews." + setting, value);
  }
}
