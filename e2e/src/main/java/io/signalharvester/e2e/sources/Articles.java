/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import io.signalharvester.e2e.sources.Article.Author;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The stock of articles. */
final class Articles {

  private final Stock stock = Stock.load("articles.tsv", 9);

  /** All of them as they look at the given moment. */
  List<Article> at(Instant now) {
    return stock.at(now, Articles::article);
  }

  private static Article article(List<String> fields, Instant published) {
    return new Article(
        fields.get(1),
        Integer.parseInt(fields.get(2)),
        published,
        List.of(fields.get(3).split(" ")),
        Arrays.stream(fields.get(4).split(";")).map(Articles::author).toList(),
        Stock.orEmpty(fields.get(5)),
        Stock.orEmpty(fields.get(6)),
        fields.get(7),
        fields.get(8));
  }

  private static Author author(String text) {
    int bar = text.indexOf('|');
    return bar < 0
        ? new Author(text, "")
        : new Author(text.substring(0, bar), text.substring(bar + 1));
  }
}
