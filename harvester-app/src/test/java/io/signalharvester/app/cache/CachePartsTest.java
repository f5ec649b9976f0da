/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.web.CacheClass;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

class CachePartsTest {

  private final CacheKeys keys = new CacheKeys("1", "here");

  private String key(String uri, String scopes) {
    var parts = UriComponentsBuilder.fromUriString(uri).build();
    return keys.of(
        CacheClass.TOPIC, 7, String.valueOf(parts.getPath()), parts.getQueryParams(), scopes);
  }

  @ParameterizedTest
  @CsvSource({
    "/a?x=1&y=2, /a?y=2&x=1, true",
    "/a?minScore=1, /a?min_score=1, true",
    "/a?s=1&s=2, /a?s=2&s=1, true",
    "/a?s, /a?s=, true",
    "/a?s=1&s=1, /a?s=1, false",
    "/a?s=12, /a?s=1&s=2, false",
    "/a?x=1, /b?x=1, false",
    "/a?x=1, /a?x=2, false",
    "/a?ab=c, /a?a=bc, false",
    "/a, /a/, false"
  })
  void requestsThatMeanTheSameHaveOneKey(String one, String other, boolean same) {
    assertThat(key(one, "KEY").equals(key(other, "KEY"))).isEqualTo(same);
  }

  @Test
  void keysTellScopesClassesGenerationsAndWritersApart() {
    MultiValueMap<String, String> none = new LinkedMultiValueMap<>();
    assertThat(
            List.of(
                keys.of(CacheClass.TOPIC, 7, "/a", none, "KEY"),
                keys.of(CacheClass.TOPIC, 7, "/a", none, "PUBLIC"),
                keys.of(CacheClass.ENTITY, 7, "/a", none, "KEY"),
                keys.of(CacheClass.TOPIC, 8, "/a", none, "KEY"),
                new CacheKeys("2", "here").of(CacheClass.TOPIC, 7, "/a", none, "KEY"),
                new CacheKeys("1", "there").of(CacheClass.TOPIC, 7, "/a", none, "KEY")))
        .doesNotHaveDuplicates();
  }

  @Property
  void theOrderOfParametersNeverMatters(
      @ForAll @Size(max = 6) Map<@Size(max = 5) String, @Size(min = 1, max = 3) List<String>> given,
      @ForAll long seed) {
    LinkedMultiValueMap<String, String> shuffled = new LinkedMultiValueMap<>();
    List<String> names = new java.util.ArrayList<>(given.keySet());
    Collections.shuffle(names, new Random(seed));
    names.forEach(name -> {
      List<String> values = new java.util.ArrayList<>(given.get(name));
      Collections.shuffle(values, new Random(seed));
      shuffled.put(name, values);
    });

    assertThat(keys.of(CacheClass.TOPIC, 1, "/a", shuffled, ""))
        .isEqualTo(keys.of(CacheClass.TOPIC, 1, "/a", new LinkedMultiValueMap<>(given), ""));
  }

  @Property
  void aReplyComesBackAsItWasWritten(
      @ForAll @Size(max = 2000) @ByteRange byte[] body,
      @ForAll @IntRange(min = 100, max = 599) int status) {
    CachedReply reply =
        new CachedReply(
            status,
            Map.of("Content-Type", List.of("application/json"), "Link", List.of("<a>", "<ü>")),
            body,
            Instant.ofEpochMilli(1),
            Instant.ofEpochMilli(2));
    byte[] written = ReplyForm.write(reply);

    assertThat(ReplyForm.read(written)).usingRecursiveComparison().isEqualTo(reply);
    for (int cut : new int[] {0, 1, written.length / 2, written.length - 1}) {
      byte[] torn = Arrays.copyOf(written, Math.min(cut, written.length - 1));
      assertThatThrownBy(() -> ReplyForm.read(torn)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                              | 60000",
        "{\"items\":[],\"hasMore\":false}| 60000",
        "{\"count\":0,\"nodes\":[]}      | 60000",
        "{\"items\":[1]}                 | 3240000",
        "[1]                             | 3240000",
        "{\"tags\":[],\"id\":1}          | 3240000",
        "not json                        | 3240000"
      })
  void whatSaysNothingIsFreshForAMinute(String body, long millis) {
    Lifetimes least = new Lifetimes(JsonMapper.shared(), () -> 0);
    assertThat(least.of(CacheClass.DISCOVERY, 200, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Duration.ofMillis(millis));
    assertThat(least.of(CacheClass.DISCOVERY, 404, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Property
  void lifetimesStayWithinATenth(
      @ForAll CacheClass type,
      @ForAll @net.jqwik.api.constraints.DoubleRange(min = 0, max = 1, maxIncluded = false)
          double random) {
    Duration fresh =
        new Lifetimes(JsonMapper.shared(), () -> random).of(type, 200, new byte[] {'1'});
    assertThat(fresh)
        .isBetween(
            type.fresh().multipliedBy(9).dividedBy(10),
            type.fresh().multipliedBy(11).dividedBy(10));
  }

  @ParameterizedTest
  @CsvSource({
    "SCORE, DISCOVERY TOPIC ANALYTICS",
    "FETCH, DISCOVERY ANALYTICS",
    "RELATIONSHIP_DETECTION, DISCOVERY RELATIONSHIP",
    "LABEL, ANALYTICS",
    "MERGE, ENTITY",
    "PRIVACY_DELETE, DISCOVERY TOPIC ENTITY RELATIONSHIP ANALYTICS"
  })
  void eventsEndTheClassesOfTheSpecification(CacheEvent event, String classes) {
    assertThat(event.classes().stream().map(Enum::name))
        .containsExactlyInAnyOrder(classes.split(" "));
  }

  @Test
  void messagesOfAnotherFormAreIgnored() {
    Raised raised = new Raised(CacheClass.TOPIC, 42, CacheEvent.SCORE);
    assertThat(Raised.of(raised.text())).contains(raised);
    assertThat(Raised.of("TOPIC 42")).isEmpty();
    assertThat(Raised.of("WEATHER 42 SCORE")).isEmpty();
    assertThat(Raised.of("TOPIC x SCORE")).isEmpty();
  }

  @Test
  void memoryIsBoundedInNumberAndBytes() {
    MemoryLevel memory = new MemoryLevel(java.time.Clock.systemUTC());
    Instant later = Instant.now().plusSeconds(600);
    for (int i = 0; i < 3000; i++) {
      memory.put(
          CacheClass.TOPIC, "s" + i, new CachedReply(200, Map.of(), new byte[10], later, later));
    }
    assertThat(memory.replies(CacheClass.TOPIC)).isBetween(1L, 1001L);
    for (int i = 0; i < 200; i++) {
      memory.put(
          CacheClass.ENTITY,
          "l" + i,
          new CachedReply(200, Map.of(), new byte[1 << 20], later, later));
    }
    assertThat(memory.bytes(CacheClass.ENTITY) + memory.bytes(CacheClass.TOPIC))
        .isLessThanOrEqualTo(33L << 20);
    memory.clear(CacheClass.ENTITY);
    assertThat(memory.replies(CacheClass.ENTITY)).isZero();
  }
}
