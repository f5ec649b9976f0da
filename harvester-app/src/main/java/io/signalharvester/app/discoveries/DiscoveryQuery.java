/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.sources.SourceNames;
import io.signalharvester.app.topics.TopicRef;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.PageNumber;
import io.signalharvester.app.web.QueryParameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the list for.
 *
 * @param minScore least live score, 0 to 100; 0 means no filter
 * @param hours greatest age in hours, 1 to 168; null means any
 * @param topic whose artifacts, or null for all
 * @param sources names of sources, sorted; empty means all
 * @param types types of artifacts, sorted; empty means all
 * @param sort order of the list
 * @param ascending whether the order, that of the ids too, is turned round
 * @param number the page that is asked for by number; null in a walk by cursor
 * @param limit most rows of a page, 1 to 200
 * @param cursor cursor of the page before, if any
 */
record DiscoveryQuery(
    double minScore,
    @Nullable Integer hours,
    @Nullable TopicRef topic,
    Set<String> sources,
    Set<String> types,
    DiscoverySort sort,
    boolean ascending,
    @Nullable PageNumber number,
    int limit,
    @Nullable String cursor) {

  /** The types that the schema knows. */
  static final Set<String> TYPES =
      Set.of(
          "preprint",
          "paper",
          "repo",
          "release",
          "tweet",
          "post",
          "reddit_post",
          "story",
          "ask",
          "show",
          "comment",
          "job");

  static DiscoveryQuery of(QueryParameters parameters) {
    double minScore = parameters.decimal("minScore", 0, 100, 80);
    Integer hours = parameters.optionalWhole("hours", 1, 168);
    String topic = parameters.text("topic", TopicRef.MOST_CHARACTERS);
    Set<String> sources = parameters.anyOf("source", SourceNames.ALL);
    Set<String> types = parameters.anyOf("artifactType", TYPES);
    String sort = parameters.oneOf("sort", DiscoverySort.LABELS, "discoveryScore");
    String order = parameters.oneOf("order", Set.of("asc", "desc"), "desc");
    PageNumber number = PageNumber.of(parameters);
    int limit = parameters.whole("limit", 1, 200, 50);
    String cursor = parameters.text("cursor");
    parameters.refuseErrors();
    return new DiscoveryQuery(
        minScore,
        hours,
        topic == null ? null : TopicRef.of(topic),
        sources,
        types,
        DiscoverySort.of(sort),
        order.equals("asc"),
        number,
        number == null ? limit : number.size(),
        cursor);
  }

  /** Returns how many rows come before the page that was asked for by number. */
  int skip() {
    return number == null ? 0 : number.skip();
  }

  String cursorName() {
    return sort.cursorName(ascending);
  }

  /** Returns the hash of all that selects rows; the limit may change within a walk. */
  String filterHash() {
    return CursorCodec.filterHash(
        String.join(
            "|",
            "discoveries",
            String.valueOf(minScore),
            String.valueOf(hours),
            String.join(",", sources),
            String.join(",", types),
            topic == null ? "" : topic.text()));
  }
}
