/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * arXiv's query language: fields with a prefix, quoted phrases, ranges of dates, AND, OR, ANDNOT
 * and parentheses. Terms beside each other are alternatives, as there.
 */
final class SearchQuery {

  /** The query cannot be read; the message is worded as arXiv's. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile("\\(|\\)|(?:[A-Za-z]+:)?\\[[^\\]]*\\]|(?:[A-Za-z]+:)?\"[^\"]*\"|[^\\s()]+");
  private static final Pattern RANGE = Pattern.compile("\\[(\\d{12}) TO (\\d{12})\\]");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);

  private final Deque<String> tokens = new ArrayDeque<>();

  private SearchQuery(String text) {
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /** The articles that the query asks for. */
  static Predicate<Article> parse(String text) {
    SearchQuery query = new SearchQuery(text);
    Predicate<Article> all = query.alternatives();
    if (!query.tokens.isEmpty()) {
      throw new Malformed("malformed query near " + query.tokens.peek());
    }
    return all;
  }

  private Predicate<Article> alternatives() {
    Predicate<Article> result = conjunction();
    while (!tokens.isEmpty() && !")".equals(tokens.peek())) {
      take("OR");
      result = result.or(conjunction());
    }
    return result;
  }

  private Predicate<Article> conjunction() {
    Predicate<Article> result = term();
    while (true) {
      if (take("AND")) {
        result = result.and(term());
      } else if (take("ANDNOT")) {
        result = result.and(term().negate());
      } else {
        return result;
      }
    }
  }

  private Predicate<Article> term() {
    String token = tokens.poll();
    if (token == null
        || token.equals(")")
        || token.equals("AND")
        || token.equals("OR")
        || token.equals("ANDNOT")) {
      throw new Malformed("malformed query near " + (token == null ? "the end" : token));
    }
    if (token.equals("(")) {
      Predicate<Article> inner = alternatives();
      if (!take(")")) {
        throw new Malformed("malformed query: a parenthesis is not closed");
      }
      return inner;
    }
    int colon = token.indexOf(':');
    String field = colon < 0 ? "all" : token.substring(0, colon);
    String value = token.substring(colon + 1).replace("\"", "");
    return field(field, value);
  }

  private static Predicate<Article> field(String field, String value) {
    String word = value.toLowerCase(Locale.ROOT);
    return switch (field) {
      case "cat" ->
          article -> article.categories().stream().anyMatch(category -> category(category, value));
      case "ti" -> article -> has(article.title(), word);
      case "abs" -> article -> has(article.summary(), word);
      case "au" ->
          article -> article.authors().stream().anyMatch(author -> has(author.name(), word));
      case "co" -> article -> has(article.comment(), word);
      case "id" -> article -> article.identifier().equals(value);
      case "all" -> article -> has(article.title() + " " + article.summary(), word);
      case "submittedDate", "lastUpdatedDate" -> range(value);
      default -> throw new Malformed("invalid field: " + field);
    };
  }

  private static boolean category(String category, String wanted) {
    return wanted.endsWith("*")
        ? category.startsWith(wanted.substring(0, wanted.length() - 1))
        : category.equals(wanted);
  }

  private static boolean has(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word);
  }

  private static Predicate<Article> range(String value) {
    Matcher matcher = RANGE.matcher(value);
    if (!matcher.matches()) {
      throw new Malformed("invalid date range: " + value);
    }
    Instant from = moment(matcher.group(1));
    Instant to = moment(matcher.group(2));
    return article -> !article.published().isBefore(from) && !article.published().isAfter(to);
  }

  private static Instant moment(String digits) {
    try {
      return LocalDateTime.parse(digits, MINUTE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new Malformed("invalid date: " + digits);
    }
  }

  private boolean take(String token) {
    if (token.equals(tokens.peek())) {
      tokens.remove();
      return true;
    }
    return false;
  }
}
