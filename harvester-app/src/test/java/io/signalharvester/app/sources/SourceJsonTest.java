/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.SourceFault.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

class SourceJsonTest {

  private static SourceReply reply(byte[] body) {
    return new SourceReply(200, HttpHeaders.EMPTY, body);
  }

  private static JsonNode read(String text) {
    return SourceJson.read(reply(text.getBytes(UTF_8)));
  }

  private static void assertRefused(byte[] body) {
    assertThatThrownBy(() -> SourceJson.read(reply(body)))
        .isInstanceOfSatisfying(
            SourceFault.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html><body>Unicorn!</body></html>",
        "{\"items\": [{\"id\": 1}, {\"id\":",
        "{\"a\": 1} trailing",
        "{\"a\": 1}{\"b\": 2}",
        "{'a': 1}",
        "{\"a\": NaN}",
      })
  void whatIsNotOneJsonDocumentIsRefused(String text) {
    assertRefused(text.getBytes(UTF_8));
  }

  @Test
  void depthAndDigitsAreBounded() {
    assertThat(read("[".repeat(64) + "]".repeat(64))).isNotEmpty();
    assertRefused(("[".repeat(65) + "]".repeat(65)).getBytes(UTF_8));
    assertRefused("[".repeat(1_000_000).getBytes(UTF_8));
    assertRefused(("{\"a\":" + "9".repeat(101) + "}").getBytes(UTF_8));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAndTheCharsetOfTheHeaderIsNotBelieved() {
    assertRefused("{\"a\": \"Café\"}".getBytes(ISO_8859_1));
    assertRefused("{\"a\": \"Café\"}".getBytes(UTF_16));

    HttpHeaders headers = new HttpHeaders();
    headers.set("Content-Type", "application/json; charset=ISO-8859-1");
    SourceReply lying = new SourceReply(200, headers, "\uFEFF{\"a\": \"Café\"}".getBytes(UTF_8));
    assertThat(SourceJson.text(SourceJson.read(lying), "a")).isEqualTo("Café");
  }

  @Test
  void valuesOfAnotherTypeCountAsAbsent() {
    JsonNode odd =
        read(
            "{\"text\": 1, \"number\": \"1\", \"big\": 99999999999999999999, \"real\": 1.5,"
                + " \"exponent\": 1e999999, \"negative\": -5, \"flag\": \"true\", \"list\": {\"a\": 1},"
                + " \"mixed\": [\"a\", 1, null, \" \"], \"date\": \"2020-13-01T00:00:00Z\", \"none\": null}");

    assertThat(SourceJson.text(odd, "text")).isEmpty();
    assertThat(SourceJson.text(odd, "none")).isEmpty();
    assertThat(SourceJson.number(odd, "number")).isNull();
    assertThat(SourceJson.number(odd, "big")).isNull();
    assertThat(SourceJson.number(odd, "real")).isNull();
    assertThat(SourceJson.number(odd, "exponent")).isNull();
    assertThat(SourceJson.count(odd, "negative")).isZero();
    assertThat(SourceJson.flag(odd, "flag")).isFalse();
    assertThat(SourceJson.texts(odd, "list")).isEmpty();
    assertThat(SourceJson.texts(odd, "mixed")).containsExactly("a");
    assertThat(SourceJson.moment(odd, "date")).isNull();
    assertThat(SourceJson.moment(odd, "none")).isNull();
  }

  @Test
  void valuesOfTheRightTypeAreRead() {
    JsonNode good =
        read(
            "{\"text\": \" a \", \"count\": 3000000000, \"flag\": true, \"date\": \"2020-01-01T01:00:00+01:00\"}");

    assertThat(SourceJson.text(good, "text")).isEqualTo("a");
    assertThat(SourceJson.number(good, "count")).isEqualTo(3_000_000_000L);
    assertThat(SourceJson.count(good, "count")).isEqualTo(Integer.MAX_VALUE);
    assertThat(SourceJson.flag(good, "flag")).isTrue();
    assertThat(SourceJson.moment(good, "date")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
  }

  @Test
  void jsonWithANulIsNotKeptAsItIs() {
    assertThat(SourceJson.raw(read("{\"a\":\"b\"}"))).isEqualTo("{\"a\":\"b\"}");
    assertThat(SourceJson.raw(read("{\"a\":\"\\u0000\"}"))).isNull();
  }
}
