/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting's text must look like, and how it becomes a value.
 *
 * @param text the rule in words; it completes the sentence "NAME must be ..."
 * @param parse turns the text into the value; throws {@link IllegalArgumentException} when the rule
 *     is broken
 * @param <T> type of the value
 */
public record ValueRule<T>(String text, Function<String, T> parse) {

  private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  static ValueRule<Integer> integer(int min, int max) {
    return new ValueRule<>(
        "a whole number from " + min + " to " + max,
        text -> checked(Integer.valueOf(text), value -> value >= min && value <= max));
  }

  static ValueRule<Boolean> bool() {
    return new ValueRule<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  static ValueRule<Duration> duration(String min, String max) {
    Duration least = durationOf(min);
    Duration most = durationOf(max);
    return new ValueRule<>(
        "a duration from " + min + " to " + max + ", such as 500ms, 5s, 24h, 31d or PT24H",
        text ->
            checked(
                durationOf(text),
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
  }

  static <E extends Enum<E>> ValueRule<E> oneOf(Class<E> type) {
    List<E> values = List.of(type.getEnumConstants());
    List<String> names =
        values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    return new ValueRule<>(
        "one of " + String.join(", ", names),
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  static ValueRule<String> matching(String words, String regex) {
    Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
    return new ValueRule<>(words, text -> checked(text, matches));
  }

  static ValueRule<Secret> secret(String words, String regex) {
    ValueRule<String> rule = matching(words, regex);
    return new ValueRule<>(words, rule.parse().andThen(Secret::new));
  }

  static ValueRule<List<String>> listOf(String words, String itemRegex, int most) {
    Predicate<String> matches = Pattern.compile(itemRegex).asMatchPredicate();
    return new ValueRule<>(
        words,
        text ->
            checked(
                Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList(),
                items -> items.size() <= most && items.stream().allMatch(matches)));
  }

  static ValueRule<URI> httpUrl() {
    return new ValueRule<>(
        "an http or https URL with a host, without credentials, query or fragment",
        text ->
            checked(
                URI.create(text),
                uri ->
                    ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null));
  }

  private static Duration durationOf(String text) {
    Matcher simple = SIMPLE_DURATION.matcher(text);
    if (!simple.matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(e);
      }
    }
    long amount = Long.parseLong(simple.group(1));
    return switch (simple.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static <V> V checked(V value, Predicate<? super V> rule) {
    if (!rule.test(value)) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}
