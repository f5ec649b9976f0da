/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.web.ProblemException;
import io.signalharvester.app.web.QueryParameters;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of a command as the parameters of the same question over HTTP, so that one rule holds
 * for both.
 */
final class Asked {

  private final MultiValueMap<String, String> given = new LinkedMultiValueMap<>();

  /** Adds an option; null means that it was not given. */
  Asked with(String name, @Nullable String value) {
    if (value != null) {
      given.add(name, value);
    }
    return this;
  }

  /** Adds all values of an option. */
  Asked with(String name, List<String> values) {
    values.forEach(value -> given.add(name, value));
    return this;
  }

  /**
   * Reads the question.
   *
   * @throws ParameterException naming each option that breaks its rule
   */
  <T> T read(CommandSpec spec, Function<QueryParameters, T> question) {
    try {
      return question.apply(new QueryParameters(given));
    } catch (ProblemException e) {
      throw new ParameterException(
          spec.commandLine(),
          e.errors().stream()
              .map(error -> option(error.field()) + " " + error.message())
              .collect(Collectors.joining("; ", "", ".")));
    }
  }

  private static String option(String parameter) {
    return "--" + parameter.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
