/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item as a source gave it, before it is stored. Its texts are other people's and prove
 * nothing; the constructor bounds them all, so that no answer of a source makes a row too large to
 * store or to show.
 *
 * @param source name of the source, 1 to 32 characters
 * @param externalId its id there, without version, 1 to 128 characters
 * @param type kind of item, such as {@code preprint}, 1 to 32 characters
 * @param title its title, cut at 2,000 code points
 * @param content its text, cut at 100,000 code points
 * @param url where a person can read it; empty when it is longer than 2,048 characters or no
 *     address of the web
 * @param publishedAt when it was published, in the years 1900 to 9999
 * @param engagement reactions at the source; a negative number counts as 0
 * @param authors its authors, in order; the first 500 with a name
 * @param metadata further facts by name: texts, numbers, booleans, lists and maps of them; at most
 *     50 names, 200 items a list and 65,536 characters in all
 * @param rawJson the answer of the source about it as JSON; null when there is none or it is longer
 *     than 100,000 characters
 */
public record RawArtifact(
    String source,
    String externalId,
    String type,
    String title,
    String content,
    String url,
    Instant publishedAt,
    int engagement,
    List<RawAuthor> authors,
    Map<String, Object> metadata,
    @Nullable String rawJson) {

  private static final int NAME = 32;
  private static final int ID = 128;
  private static final int TITLE = 2_000;
  private static final int CONTENT = 100_000;
  private static final int AUTHORS = 500;
  private static final int RAW = 100_000;
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Bounds every field.
   *
   * @throws IllegalArgumentException when the source, id or type is empty or too long, or the time
   *     is outside its range: such an item cannot be kept apart from others
   */
  public RawArtifact {
    named("source", source, NAME);
    named("externalId", externalId, ID);
    named("type", type, NAME);
    if (publishedAt.isBefore(EARLIEST) || publishedAt.isAfter(LATEST)) {
      throw new IllegalArgumentException("publishedAt must be in the years 1900 to 9999");
    }
    title = Bounds.text(title, TITLE);
    content = Bounds.text(content, CONTENT);
    url = Bounds.link(url);
    engagement = Math.max(0, engagement);
    authors = authors.stream().filter(author -> !author.name().isBlank()).limit(AUTHORS).toList();
    metadata = Bounds.metadata(metadata);
    rawJson = rawJson == null || rawJson.length() > RAW ? null : rawJson;
  }

  private static void named(String field, String value, int most) {
    if (value.isBlank() || value.length() > most || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(field + " must have 1 to " + most + " characters");
    }
  }
}
