/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import static io.signalharvester.app.sources.hackernews.HackerNewsItem.SOURCE;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Absent;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Found;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Passed;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Unusable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads lists of numbers and items of Hacker News. */
final class HackerNewsReader {

  private static final String SITE = "https://news.ycombinator.com/";
  private static final long LATEST = 253_402_300_799L;
  private static final Pattern ASK = Pattern.compile("(?i)ask hn\\b.*");
  private static final Pattern SHOW = Pattern.compile("(?i)show hn\\b.*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private HackerNewsReader() {}

  /**
   * Reads a list of item numbers.
   *
   * @throws SourceFault BAD_RESPONSE when it is none
   */
  static List<Long> ids(JsonNode root) {
    if (!root.isArray()) {
      throw new SourceFault(Kind.BAD_RESPONSE, "its answer is JSON, but not a list of items");
    }
    return numbers(root);
  }

  /**
   * Reads the answer about an item.
   *
   * @param id number that was asked for
   * @param json the answer
   */
  static HackerNewsItem item(long id, JsonNode json) {
    if (json.isNull()) {
      return new Absent(id);
    }
    Long given = SourceJson.number(json, "id");
    if (given == null || given != id) {
      return new Unusable(id);
    }
    if (SourceJson.flag(json, "deleted") || SourceJson.flag(json, "dead")) {
      return new Passed(id);
    }
    return switch (SourceJson.text(json, "type")) {
      case "story" -> titled(id, storyType(SourceJson.text(json, "title")), json);
      case "job" -> titled(id, "job", json);
      case "comment" -> comment(id, json);
      case "poll", "pollopt" -> new Passed(id);
      default -> new Unusable(id);
    };
  }

  private static String storyType(String title) {
    return ASK.matcher(title).matches() ? "ask" : SHOW.matcher(title).matches() ? "show" : "story";
  }

  private static HackerNewsItem titled(long id, String type, JsonNode json) {
    String title = SourceJson.text(json, "title");
    return title.isEmpty() ? new Unusable(id) : found(id, type, title, json);
  }

  private static HackerNewsItem comment(long id, JsonNode json) {
    return SourceJson.text(json, "text").isEmpty()
        ? new Unusable(id)
        : found(id, "comment", "Comment on item " + SourceJson.count(json, "parent"), json);
  }

  private static HackerNewsItem found(long id, String type, String title, JsonNode json) {
    Long time = SourceJson.number(json, "time");
    if (time == null || time <= 0 || time > LATEST) {
      return new Unusable(id);
    }
    String url = SourceJson.text(json, "url");
    String page = SITE + "item?id=" + id;
    return new Found(
        id,
        new RawArtifact(
            SOURCE,
            Long.toString(id),
            type,
            title,
            HackerNewsText.plain(SourceJson.text(json, "text")),
            url.matches("(?i)https?://.{1,2000}") ? url : page,
            Instant.ofEpochSecond(time),
            SourceJson.count(json, "score"),
            authors(json),
            metadata(page, json),
            SourceJson.raw(json)),
        numbers(json.path("kids")));
  }

  private static List<RawAuthor> authors(JsonNode json) {
    String by = SourceJson.text(json, "by");
    return NAME.matcher(by).matches()
        ? List.of(new RawAuthor(by, SOURCE, by, SITE + "user?id=" + by))
        : List.of();
  }

  private static Map<String, Object> metadata(String page, JsonNode json) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("discussion", page);
    metadata.put("score", SourceJson.count(json, "score"));
    metadata.put("descendants", SourceJson.count(json, "descendants"));
    @Nullable Long parent = SourceJson.number(json, "parent");
    if (parent != null) {
      metadata.put("parent", parent);
    }
    return metadata;
  }

  private static List<Long> numbers(JsonNode list) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode entry : list) {
      if (entry.isIntegralNumber() && entry.canConvertToLong() && entry.longValue() > 0) {
        numbers.add(entry.longValue());
      }
    }
    return numbers.stream().distinct().toList();
  }
}
