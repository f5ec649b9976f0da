/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import io.signalharvester.e2e.sources.Article.Author;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The stock of articles. The file gives ages and not dates, so that the newest is always minutes
 * old.
 *
 * <p>Dates move in steps of a quarter of an hour: pages of one query then agree with each other.
 */
final class Articles {

  private static final Duration STEP = Duration.ofMinutes(15);

  private final List<Line> lines;

  private record Line(Duration age, List<String> fields) {}

  private Articles(List<Line> lines) {
    this.lines = lines;
  }

  /** Reads the file that lies beside this class. */
  static Articles load() {
    try (InputStream in = Articles.class.getResourceAsStream("articles.tsv")) {
      if (in == null) {
        throw new IllegalStateException(
            "articles.tsv is missing beside the classes: build module e2e again.");
      }
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Articles(
          reader.lines().filter(line -> !line.startsWith("#")).map(Articles::line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them as they look at the given moment. */
  List<Article> at(Instant now) {
    Instant newest =
        Instant.ofEpochSecond(now.getEpochSecond() / STEP.toSeconds() * STEP.toSeconds());
    return lines.stream().map(line -> article(line, newest)).toList();
  }

  private static Line line(String text) {
    List<String> fields = List.of(text.split("\t", -1));
    if (fields.size() != 9) {
      throw new IllegalStateException(
          "a line of articles.tsv has " + fields.size() + " fields instead of 9: " + text);
    }
    return new Line(Duration.ofMinutes(Long.parseLong(fields.getFirst())), fields);
  }

  private static Article article(Line line, Instant newest) {
    List<String> fields = line.fields();
    return new Article(
        fields.get(1),
        Integer.parseInt(fields.get(2)),
        newest.minus(line.age()),
        List.of(fields.get(3).split(" ")),
        Arrays.stream(fields.get(4).split(";")).map(Articles::author).toList(),
        orEmpty(fields.get(5)),
        orEmpty(fields.get(6)),
        fields.get(7),
        fields.get(8));
  }

  private static Author author(String text) {
    int bar = text.indexOf('|');
    return bar < 0
        ? new Author(text, "")
        : new Author(text.substring(0, bar), text.substring(bar + 1));
  }

  private static String orEmpty(String field) {
    return field.equals("-") ? "" : field;
  }
}
