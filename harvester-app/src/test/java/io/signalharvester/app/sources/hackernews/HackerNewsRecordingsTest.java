/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Absent;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Failed;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Found;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Passed;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Unusable;
import io.signalharvester.app.testkit.Recordings;
import io.signalharvester.app.testkit.Recordings.Exchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** Reads every recorded answer as the client would, and knows what each must give. */
@Tag("SRC-07")
class HackerNewsRecordingsTest {

  private static final Pattern ITEM = Pattern.compile(".*?item\\D*?(\\d+).*");
  private static final String NOT_A_LIST =
      "bad_response: its answer is JSON, but not a list of items";

  private static final Map<String, String> GIVES =
      Map.ofEntries(
          Map.entry("client_beststories", "3 ids"),
          Map.entry("client_item-1", "story"),
          Map.entry("client_item-121003", "ask"),
          Map.entry("client_item-126809", "passed"),
          Map.entry("client_item-126810", "passed"),
          Map.entry("client_item-192327", "job"),
          Map.entry("client_item-8002", "comment"),
          Map.entry("client_item-8004", "passed"),
          Map.entry("client_item-8005", "comment"),
          Map.entry("client_item-null", "absent"),
          Map.entry("client_jobstories", "1 ids"),
          Map.entry("client_maxitem", NOT_A_LIST),
          Map.entry("client_newstories", "5 ids"),
          Map.entry("client_showstories", "0 ids"),
          Map.entry("client_updates", NOT_A_LIST),
          Map.entry("client_user-nobody", NOT_A_LIST),
          Map.entry("client_user-pg", NOT_A_LIST),
          Map.entry("hackernews_beststories", "200 ids"),
          Map.entry("hackernews_item_1000", "story"),
          Map.entry("hackernews_item_2000", "comment"),
          Map.entry("hackernews_item_21278790", "story"),
          Map.entry("hackernews_item_21301382", "ask"),
          Map.entry("hackernews_item_21301388", "story"),
          Map.entry("hackernews_item_21500829", "comment"),
          Map.entry("hackernews_item_21500985", "comment"),
          Map.entry("hackernews_item_21501055", "passed"),
          Map.entry("hackernews_item_8863", "story"),
          Map.entry("hackernews_item_9000", "absent"),
          Map.entry("hackernews_jobstories", "14 ids"),
          Map.entry("hackernews_maxitem", NOT_A_LIST),
          Map.entry("hackernews_newstories", "500 ids"),
          Map.entry("hackernews_showstories", "47 ids"),
          Map.entry("hackernews_topstories", "419 ids"),
          Map.entry("official_item_comment_2921983", "comment"),
          Map.entry("official_item_poll_126809", "passed"),
          Map.entry("official_item_story_121003", "ask"),
          Map.entry("official_item_story_8863", "story"),
          Map.entry("official_item_user_None", NOT_A_LIST),
          Map.entry("official_list_8", NOT_A_LIST));

  @Test
  void everyRecordedAnswerGivesWhatItIs() {
    Map<String, String> found = new LinkedHashMap<>();
    for (Exchange exchange : Recordings.exchanges("hackernews")) {
      found.put(exchange.name(), outcome(exchange));
    }

    assertThat(found).containsExactlyInAnyOrderEntriesOf(GIVES);
  }

  @Test
  void fieldsOfAStoryAreMapped() {
    RawArtifact story = artifact("hackernews_item_21301388", 21301388);

    assertThat(story.externalId()).isEqualTo("21301388");
    assertThat(story.title()).isEqualTo("Tina is not a CMS");
    assertThat(story.content()).isEmpty();
    assertThat(story.url()).isEqualTo("https://tinacms.org/blog/announcing-tinacms/");
    assertThat(story.publishedAt()).isEqualTo(Instant.ofEpochSecond(1571528419));
    assertThat(story.engagement()).isEqualTo(179);
    assertThat(story.authors())
        .containsExactly(
            new RawAuthor(
                "sgallant",
                "hackernews",
                "sgallant",
                "https://news.ycombinator.com/user?id=sgallant"));
    assertThat(story.metadata())
        .containsEntry("descendants", 53)
        .containsEntry("score", 179)
        .containsEntry("discussion", "https://news.ycombinator.com/item?id=21301388");
  }

  @Test
  void aTextOfItsOwnIsPlainAndItsPageIsTheItem() {
    RawArtifact ask = artifact("official_item_story_121003", 121003);

    assertThat(ask.url()).isEqualTo("https://news.ycombinator.com/item?id=121003");
    assertThat(ask.content()).startsWith("or HN: the Next Iteration\n\nI get the impression");
    assertThat(artifact("client_item-192327", 192327).url())
        .isEqualTo("https://news.ycombinator.com/item?id=192327");
  }

  @Test
  void anAnswerAboutAnotherItemIsRefused() {
    assertThat(HackerNewsReader.item(1, json("hackernews_item_1000"))).isEqualTo(new Unusable(1));
  }

  private static String outcome(Exchange exchange) {
    try {
      JsonNode body = SourceJson.read(new SourceReply(200, HttpHeaders.EMPTY, exchange.body()));
      boolean item =
          exchange.name().contains("item") && !exchange.name().matches(".*(maxitem|None)");
      return item
          ? kind(HackerNewsReader.item(id(exchange.name()), body))
          : HackerNewsReader.ids(body).size() + " ids";
    } catch (SourceFault fault) {
      return fault.kind().label() + ": " + fault.getMessage();
    }
  }

  private static long id(String name) {
    Matcher id = ITEM.matcher(name);
    return id.matches() ? Long.parseLong(id.group(1)) : 0;
  }

  private static String kind(HackerNewsItem item) {
    return switch (item) {
      case Found found -> found.artifact().type();
      case Absent ignored -> "absent";
      case Passed ignored -> "passed";
      case Unusable ignored -> "unusable";
      case Failed ignored -> "failed";
    };
  }

  private static RawArtifact artifact(String name, long id) {
    return ((Found) HackerNewsReader.item(id, json(name))).artifact();
  }

  private static JsonNode json(String name) {
    return SourceJson.read(
        new SourceReply(200, HttpHeaders.EMPTY, Recordings.exchange("hackernews", name).body()));
  }
}
