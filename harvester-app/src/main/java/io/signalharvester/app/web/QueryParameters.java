/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import io.signalharvester.app.web.ProblemException.FieldError;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Reads the parameters of a list and collects what is wrong with them. Unknown parameters are
 * ignored.
 */
public final class QueryParameters {

  private final MultiValueMap<String, String> given;
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * Creates a reader.
   *
   * @param given the parameters of the request; camelCase and snake_case names mean the same
   */
  public QueryParameters(MultiValueMap<String, String> given) {
    this.given = given;
  }

  /**
   * Returns a whole number within the bounds, or the default when it is absent.
   *
   * @param alias another name of the parameter, which means the same
   */
  public int whole(String name, String alias, int min, int max, int otherwise) {
    Integer value = optionalWhole(name, given(name, alias), min, max);
    return value == null ? otherwise : value;
  }

  /** Returns a whole number within the bounds, or the default when it is absent. */
  public int whole(String name, int min, int max, int otherwise) {
    Integer value = optionalWhole(name, min, max);
    return value == null ? otherwise : value;
  }

  /** Returns a whole number within the bounds, or null when it is absent. */
  public @Nullable Integer optionalWhole(String name, int min, int max) {
    return optionalWhole(name, all(name), min, max);
  }

  private @Nullable Integer optionalWhole(String name, List<String> values, int min, int max) {
    String text = single(name, values);
    if (text == null) {
      return null;
    }
    if (text.matches("-?\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    refuse(name, "out_of_range", text, "must be a whole number from " + min + " to " + max);
    return null;
  }

  /** Returns a decimal number within the bounds, or the default when it is absent. */
  public double decimal(String name, double min, double max, double otherwise) {
    String text = single(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      double value = Double.parseDouble(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    refuse(name, "out_of_range", text, "must be a number from " + min + " to " + max);
    return otherwise;
  }

  /** Returns all values of a repeatable parameter, sorted; empty when it is absent. */
  public Set<String> anyOf(String name, Set<String> known) {
    Set<String> values = new TreeSet<>(all(name));
    if (!known.containsAll(values)) {
      Set<String> unknown = new TreeSet<>(values);
      unknown.removeAll(known);
      refuse(
          name,
          "unknown_value",
          String.join(", ", unknown),
          "must be one of " + String.join(", ", new TreeSet<>(known)));
      return Set.of();
    }
    return values;
  }

  /** Returns one of the known values, or the default when it is absent. */
  public String oneOf(String name, Set<String> known, String otherwise) {
    String value = single(name);
    if (value == null || known.contains(value)) {
      return value == null ? otherwise : value;
    }
    refuse(
        name, "unknown_value", value, "must be one of " + String.join(", ", new TreeSet<>(known)));
    return otherwise;
  }

  /** Returns a moment written as ISO 8601 in UTC, or null when it is absent. */
  public @Nullable Instant moment(String name) {
    String text = single(name);
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      refuse(name, "not_a_moment", text, "must be a moment such as 2026-03-01T12:00:00Z");
      return null;
    }
  }

  /** Returns a text, or null when it is absent. */
  public @Nullable String text(String name) {
    return single(name);
  }

  /**
   * Returns a text that can be looked for, or null when it is absent.
   *
   * @param most greatest number of characters
   */
  public @Nullable String text(String name, int most) {
    String text = single(name);
    if (text == null || TextRule.holds(text, most)) {
      return text;
    }
    refuse(name, "invalid_text", text, TextRule.sentence(most));
    return null;
  }

  /** Returns whether the client sent the parameter, whatever its value is. */
  public boolean has(String name) {
    return !all(name).isEmpty();
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException naming every parameter that broke its rule
   */
  public void refuseErrors() {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ErrorCode.VALIDATION_FAILED,
          "Correct the parameters that are named in errors.",
          List.copyOf(errors),
          Map.of());
    }
  }

  private @Nullable String single(String name) {
    return single(name, all(name));
  }

  private @Nullable String single(String name, List<String> values) {
    if (values.size() > 1) {
      refuse(name, "repeated", String.join(", ", values), "must be given once");
      return null;
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private List<String> given(String name, String alias) {
    List<String> values = new ArrayList<>(all(name));
    values.addAll(all(alias));
    return values;
  }

  private List<String> all(String name) {
    List<String> values = new ArrayList<>(given.getOrDefault(name, List.of()));
    String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    if (!snake.equals(name)) {
      values.addAll(given.getOrDefault(snake, List.of()));
    }
    // A name without "=" comes without a value.
    values.replaceAll(value -> value == null ? "" : value);
    return values;
  }

  private void refuse(String field, String code, String value, String rule) {
    errors.add(FieldError.of(field, code, value, rule));
  }
}
