/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.config.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CursorCodecTest {

  private static final String PUBLISHED =
      "eyJ2IjoxLCJzIjoicmFua0tleTpkZXNjIiwiayI6WzE0NTkuNSw0Ml0sImYiOiJhMWIyYzNkNCIsImUiOjE3NjAwMDM2MDB9"
          + ".k7ka-HKPUFfgQbbJ0EXIYQ";
  private static final Cursor PAYLOAD =
      new Cursor("rankKey:desc", List.of(1459.5, 42), "a1b2c3d4", 1_760_003_600L);

  private final CursorCodec codec = codec("0123456789abcdef0123456789abcdef", 1_760_000_000);

  private static CursorCodec codec(String secret, long now) {
    return new CursorCodec(
        new Secret(secret),
        JsonMapper.shared(),
        Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC));
  }

  @Test
  void writesAndReadsThePublishedVector() {
    assertThat(codec.write(PAYLOAD)).isEqualTo(PUBLISHED);
    assertThat(codec.read(PUBLISHED, "rankKey:desc", "a1b2c3d4")).isEqualTo(PAYLOAD);
  }

  @Test
  void refusesWhatBelongsElsewhere() {
    assertRefused(codec, PUBLISHED, "novelty:desc", "a1b2c3d4");
    assertRefused(codec, PUBLISHED, "rankKey:desc", "00000000");
    assertRefused(
        codec("another-secret-of-32-characters!!", 1_760_000_000),
        PUBLISHED,
        "rankKey:desc",
        "a1b2c3d4");
  }

  @Test
  void refusesWhatHasExpired() {
    assertRefused(
        codec("0123456789abcdef0123456789abcdef", 1_760_003_600),
        PUBLISHED,
        "rankKey:desc",
        "a1b2c3d4");
  }

  @Test
  void refusesWhatIsNoCursor() {
    for (String text : List.of("", ".", "a.b", "x".repeat(5000), "é.é", PUBLISHED + "A")) {
      assertRefused(codec, text, "rankKey:desc", "a1b2c3d4");
    }
  }

  @Property(tries = 300)
  void anyPayloadSurvivesTheRoundTrip(
      @ForAll @AlphaChars @StringLength(max = 30) String sort,
      @ForAll double rankKey,
      @ForAll long id,
      @ForAll @AlphaChars @StringLength(max = 8) String filter) {
    Cursor cursor = new Cursor(sort, List.of(rankKey, id), filter, 1_760_003_600L);

    Cursor read = codec.read(codec.write(cursor), sort, filter);

    assertThat(read.key().get(0).doubleValue()).isEqualTo(rankKey);
    assertThat(read.key().get(1).longValue()).isEqualTo(id);
  }

  @Property(tries = 500)
  void anyFlippedCharacterIsRefused(
      @ForAll @IntRange(max = 118) int position, @ForAll @IntRange(min = 1, max = 63) int step) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int at = Math.min(position, PUBLISHED.length() - 1);
    int old = alphabet.indexOf(PUBLISHED.charAt(at));
    char flipped = old < 0 ? 'A' : alphabet.charAt((old + step) % alphabet.length());
    String changed = PUBLISHED.substring(0, at) + flipped + PUBLISHED.substring(at + 1);

    assertRefused(codec, changed, "rankKey:desc", "a1b2c3d4");
  }

  private static void assertRefused(CursorCodec codec, String text, String sort, String filter) {
    assertThatThrownBy(() -> codec.read(text, sort, filter))
        .as(text)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
  }
}
