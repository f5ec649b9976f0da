/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The qualifiers of GitHub's search that the sample server understands: topic, org, user, stars,
 * created, pushed, archived, fork. Anything else is refused as GitHub refuses a search that it
 * cannot run.
 */
final class RepositorySearch {

  /** A search that the server cannot run. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private static final Pattern COMPARISON = Pattern.compile("(>=|<=|>|<)?(.+)");

  private RepositorySearch() {}

  static Predicate<Repository> parse(String text) {
    Predicate<Repository> all = repository -> true;
    for (String term : text.strip().split("\\s+")) {
      int colon = term.indexOf(':');
      if (colon <= 0) {
        throw new Refused("the sample server searches by qualifiers only, and not for " + term);
      }
      all = all.and(qualifier(term.substring(0, colon), term.substring(colon + 1)));
    }
    return all;
  }

  private static Predicate<Repository> qualifier(String name, String value) {
    return switch (name) {
      case "topic" -> repository -> repository.topics().contains(value);
      case "org", "user" -> repository -> repository.owner().equals(value);
      case "stars" -> range(value, Long::parseLong, Repository::stars);
      case "created" -> range(value, RepositorySearch::second, r -> r.created().getEpochSecond());
      case "pushed" -> range(value, RepositorySearch::second, r -> r.pushed().getEpochSecond());
      case "archived", "fork" -> repository -> value.equals("false");
      default -> throw new Refused("the sample server knows no qualifier " + name);
    };
  }

  private static Predicate<Repository> range(
      String value, Function<String, Long> read, ToLongFunction<Repository> of) {
    int dots = value.indexOf("..");
    if (dots > 0) {
      Predicate<Repository> from = range(">=" + value.substring(0, dots), read, of);
      return from.and(range("<=" + value.substring(dots + 2), read, of));
    }
    if (value.equals(">=*") || value.equals("<=*")) {
      return repository -> true;
    }
    Matcher matcher = COMPARISON.matcher(value);
    if (!matcher.matches()) {
      throw new Refused("no range: " + value);
    }
    long bound;
    try {
      bound = read.apply(matcher.group(2));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new Refused("no number or date: " + matcher.group(2));
    }
    String sign = matcher.group(1) == null ? "" : matcher.group(1);
    return switch (sign) {
      case ">=" -> repository -> of.applyAsLong(repository) >= bound;
      case "<=" -> repository -> of.applyAsLong(repository) <= bound;
      case ">" -> repository -> of.applyAsLong(repository) > bound;
      case "<" -> repository -> of.applyAsLong(repository) < bound;
      default -> repository -> of.applyAsLong(repository) == bound;
    };
  }

  private static long second(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toEpochSecond()
        : Instant.parse(text.replace("+00:00", "Z")).getEpochSecond();
  }
}
