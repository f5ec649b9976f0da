/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parameters of one request to arXiv's API, checked as arXiv checks them. */
record ArxivQuery(
    String search,
    List<String> identifiers,
    int start,
    int maxResults,
    String sortBy,
    boolean ascending) {

  /** A parameter is wrong; the message is worded as arXiv's. */
  static final class BadParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadParameter(String message) {
      super(message);
    }
  }

  private static final List<String> SORTS =
      List.of("relevance", "lastUpdatedDate", "submittedDate");
  private static final List<String> ORDERS = List.of("ascending", "descending");

  static ArxivQuery parse(@Nullable String rawQuery) {
    Map<String, String> parameters = parameters(rawQuery == null ? "" : rawQuery);
    String identifiers = parameters.getOrDefault("id_list", "");
    return new ArxivQuery(
        parameters.getOrDefault("search_query", "").strip(),
        identifiers.isEmpty() ? List.of() : List.of(identifiers.split(",")),
        number("start", parameters.getOrDefault("start", "0"), Integer.MAX_VALUE),
        number("max_results", parameters.getOrDefault("max_results", "10"), 30_000),
        oneOf("sortBy", parameters.getOrDefault("sortBy", "relevance"), SORTS),
        oneOf("sortOrder", parameters.getOrDefault("sortOrder", "descending"), ORDERS)
            .equals("ascending"));
  }

  /** Everything that matches, in the order asked for. */
  List<Article> select(List<Article> articles) {
    Predicate<Article> wanted = search.isEmpty() ? article -> true : searched();
    if (search.isEmpty() && identifiers.isEmpty()) {
      return List.of();
    }
    if (!identifiers.isEmpty()) {
      wanted = wanted.and(article -> identifiers.stream().anyMatch(id -> names(id, article)));
    }
    // The words of a query say nothing about relevance here, so the newest is taken as the most
    // relevant.
    Comparator<Article> order =
        Comparator.comparing(Article::published).thenComparing(Article::identifier);
    return articles.stream().filter(wanted).sorted(ascending ? order : order.reversed()).toList();
  }

  List<Article> page(List<Article> selected) {
    return selected.stream().skip(start).limit(maxResults).toList();
  }

  private Predicate<Article> searched() {
    try {
      return SearchQuery.parse(search);
    } catch (SearchQuery.Malformed e) {
      throw new BadParameter(e.getMessage() == null ? "malformed query" : e.getMessage());
    }
  }

  private static boolean names(String id, Article article) {
    if (!id.matches("\\d{4}\\.\\d{4,5}(v\\d+)?")) {
      throw new BadParameter("incorrect id format for " + id);
    }
    return id.replaceFirst("v\\d+$", "").equals(article.identifier());
  }

  private static int number(String name, String value, int most) {
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new BadParameter(name + " must be an integer");
    }
    if (number < 0) {
      throw new BadParameter(name + " must be non-negative");
    }
    if (number > most) {
      throw new BadParameter(name + " must not exceed " + most);
    }
    return number;
  }

  private static String oneOf(String name, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new BadParameter(name + " must be in: " + String.join(", ", allowed));
    }
    return value;
  }

  private static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadParameter("malformed escape in the query string");
    }
  }
}
