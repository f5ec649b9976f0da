/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.testkit.StubHttp.Answer;
import io.signalharvester.app.testkit.StubHttp.Call;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small server that answers like Hacker News: two lists of numbers, and items. */
public final class StubHackerNews implements AutoCloseable {

  private static final int LIST = 500;

  private final StubHttp http = new StubHttp(this::answer);
  private final List<Long> listed = new CopyOnWriteArrayList<>();
  private final Map<Long, String> items = new ConcurrentHashMap<>();

  public StubHttp http() {
    return http;
  }

  /** Publishes a story. */
  public void publish(long id, Instant time) {
    publish(
        id,
        "{\"id\":%d,\"type\":\"story\",\"by\":\"ada\",\"time\":%d,\"title\":\"Story %d\",\"score\":7,\"kids\":[%d,%d]}"
            .formatted(id, time.getEpochSecond(), id, id * 10, id * 10 + 1));
    comment(id * 10, id, time);
    comment(id * 10 + 1, id, time);
  }

  private void comment(long id, long parent, Instant time) {
    items.put(
        id,
        "{\"id\":%d,\"type\":\"comment\",\"by\":\"bob\",\"time\":%d,\"parent\":%d,\"text\":\"Indeed\"}"
            .formatted(id, time.getEpochSecond(), parent));
  }

  /** Publishes an item as it is; {@code null} in JSON is one that cannot be read yet. */
  public void publish(long id, String json) {
    items.put(id, json);
    if (!listed.contains(id)) {
      listed.add(id);
    }
  }

  /** Publishes stories with rising numbers, one a minute, the last at the moment. */
  public void publish(int count, long firstId, Instant latest) {
    for (int i = 0; i < count; i++) {
      publish(firstId + i, latest.minusSeconds(60L * (count - 1 - i)));
    }
  }

  private Answer answer(Call call) {
    String path = call.path();
    if (path.equals("/v0/newstories.json") || path.equals("/v0/topstories.json")) {
      return Answer.json(
          listed.stream().sorted(Comparator.reverseOrder()).limit(LIST).toList().toString());
    }
    long id = Long.parseLong(path.replaceFirst("/v0/item/(\\d+)\\.json", "$1"));
    return Answer.json(items.getOrDefault(id, "null"));
  }

  @Override
  public void close() {
    http.close();
  }
}
