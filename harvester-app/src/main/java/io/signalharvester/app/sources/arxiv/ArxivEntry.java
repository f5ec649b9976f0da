/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one entry while the feed is read, and makes an artifact of them. */
final class ArxivEntry {

  static final String SOURCE = "arxiv";

  // New form 2104.12255, old form quant-ph/0201082 or math.GT/0309136; the version is not part of
  // the id.
  private static final Pattern ID =
      Pattern.compile(
          "https?://[^/]+/abs/(\\d{4}\\.\\d{4,5}|[a-z-]+(?:\\.[A-Z]{2})?/\\d{7})(?:v(\\d{1,4}))?");
  private static final Pattern ERROR_ID = Pattern.compile("https?://[^/]+/api/errors#.*");

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> authors = new ArrayList<>();
  private final List<String> categories = new ArrayList<>();

  void field(String name, String text) {
    // The first one counts: a later element of the same name may be that of a part.
    fields.putIfAbsent(name, flat(text));
  }

  void author(String name) {
    String flat = flat(name);
    if (!flat.isEmpty()) {
      authors.add(flat);
    }
  }

  void category(String term) {
    categories.add(flat(term));
  }

  /** arXiv reports errors as a feed whose only entry links to an error. */
  @Nullable String error() {
    return ERROR_ID.matcher(text("id")).matches() ? text("summary") : null;
  }

  /** Returns the artifact, or null when the entry cannot be used. */
  @Nullable RawArtifact artifact() {
    Matcher id = ID.matcher(text("id"));
    Instant published = moment(text("published"));
    if (!id.matches() || published == null || text("title").isEmpty()) {
      return null;
    }
    try {
      return artifact(id, published);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private RawArtifact artifact(Matcher id, Instant published) {
    return new RawArtifact(
        SOURCE,
        id.group(1),
        "preprint",
        text("title"),
        text("summary"),
        "https://arxiv.org/abs/" + id.group(1),
        published,
        0,
        authors.stream().map(RawAuthor::named).toList(),
        metadata(id.group(2)),
        null);
  }

  String id() {
    String id = text("id");
    return id.isEmpty() ? "without id" : id.substring(0, Math.min(id.length(), 100));
  }

  private Map<String, Object> metadata(@Nullable String version) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("categories", List.copyOf(categories));
    putIfGiven(metadata, "primaryCategory", text("primary_category"));
    putIfGiven(metadata, "doi", text("doi"));
    putIfGiven(metadata, "comment", text("comment"));
    putIfGiven(metadata, "journalRef", text("journal_ref"));
    putIfGiven(metadata, "updated", text("updated"));
    putIfGiven(metadata, "version", version == null ? "" : version);
    return metadata;
  }

  private static void putIfGiven(Map<String, Object> metadata, String name, String value) {
    if (!value.isEmpty()) {
      metadata.put(name, value);
    }
  }

  private String text(String name) {
    return fields.getOrDefault(name, "");
  }

  private static @Nullable Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String flat(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
