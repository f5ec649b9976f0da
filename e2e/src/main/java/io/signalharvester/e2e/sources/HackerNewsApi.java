/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lists and items of the Hacker News API. */
final class HackerNewsApi {

  /** Ids fall with the age, as real ones do; they stay the same while the dates move. */
  private static final long NEWEST_ID = 46_000_000;

  private final Stock stock = Stock.load("stories.tsv", 8);
  private final Clock clock;

  HackerNewsApi(Clock clock) {
    this.clock = clock;
  }

  void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    List<Map<String, Object>> all = stock.at(clock.instant(), HackerNewsApi::item);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    SampleSources.answerTagged(exchange, 200, Json.of(body(path, all)));
  }

  private static @Nullable Object body(String path, List<Map<String, Object>> all) {
    return switch (path) {
      case "/v0/newstories.json" -> ids(all, Comparator.comparing(HackerNewsApi::id).reversed());
      case "/v0/topstories.json" ->
          ids(
              all,
              Comparator.<Map<String, Object>, Integer>comparing(
                      item -> (Integer) item.getOrDefault("score", 0))
                  .reversed());
      case "/v0/maxitem.json" -> NEWEST_ID;
      default ->
          all.stream()
              .filter(item -> path.equals("/v0/item/" + id(item) + ".json"))
              .findFirst()
              .orElse(null);
    };
  }

  private static List<Long> ids(
      List<Map<String, Object>> all, Comparator<Map<String, Object>> order) {
    return all.stream().sorted(order).map(HackerNewsApi::id).toList();
  }

  private static long id(Map<String, Object> item) {
    return (Long) item.getOrDefault("id", 0L);
  }

  private static Map<String, Object> item(List<String> fields, Instant time) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("by", fields.get(2));
    json.put("descendants", Integer.parseInt(fields.get(4)));
    json.put("id", NEWEST_ID - 10 * Long.parseLong(fields.getFirst()));
    json.put("score", Integer.parseInt(fields.get(3)));
    json.put("time", time.getEpochSecond());
    json.put("title", fields.get(5));
    // Asks and shows are stories whose titles say so.
    json.put("type", fields.get(1).equals("job") ? "job" : "story");
    String text = Stock.orEmpty(fields.get(7));
    if (!text.isEmpty()) {
      json.put("text", text.replace("&", "&amp;").replace("/", "&#x2F;"));
    }
    String url = Stock.orEmpty(fields.get(6));
    if (!url.isEmpty()) {
      json.put("url", url);
    }
    return json;
  }
}
