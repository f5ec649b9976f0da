/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Lines of a file of invented items. The first field is an age and not a date, so that the newest
 * item is always minutes old.
 *
 * <p>Dates move in steps of a quarter of an hour: pages of one query then agree with each other.
 */
final class Stock {

  private static final Duration STEP = Duration.ofMinutes(15);

  private final List<Line> lines;

  private record Line(Duration age, List<String> fields) {}

  private Stock(List<Line> lines) {
    this.lines = lines;
  }

  /** Reads a file that lies beside this class; every line has the same number of fields. */
  static Stock load(String file, int fields) {
    try (InputStream in = Stock.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is missing beside the classes: build module e2e again.");
      }
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Stock(
          reader
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line(file, fields, line))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The items as they look at the given moment; each is made of its fields and its date. */
  <T> List<T> at(Instant now, BiFunction<List<String>, Instant, T> item) {
    Instant newest = newest(now);
    return lines.stream().map(line -> item.apply(line.fields(), newest.minus(line.age()))).toList();
  }

  /** The moment from which ages count. */
  static Instant newest(Instant now) {
    return Instant.ofEpochSecond(now.getEpochSecond() / STEP.toSeconds() * STEP.toSeconds());
  }

  /** A hyphen stands for nothing. */
  static String orEmpty(String field) {
    return field.equals("-") ? "" : field;
  }

  private static Line line(String file, int count, String text) {
    List<String> fields = List.of(text.split("\t", -1));
    if (fields.size() != count) {
      throw new IllegalStateException(
          "a line of "
              + file
              + " has "
              + fields.size()
              + " fields instead of "
              + count
              + ": "
              + text);
    }
    return new Line(Duration.ofMinutes(Long.parseLong(fields.getFirst())), fields);
  }
}
