/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {

  @Test
  void aTagIsTheFirstHalfOfTheSha256InQuotes() {
    assertThat(EntityTag.of("abc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("\"ba7816bf8f01cfea414140de5dae2223\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"a\"; true",
        "*; true",
        " * ; true",
        "W/\"a\"; true",
        "\"b\", \"a\"; true",
        "\"b\",W/\"c\" , W/\"a\" ; true",
        "\"a-gzip\"; true",
        "\"b\", \"a-zstd\"; true",
        "\"x,y\", \"a\"; true",
        "\"b\"; false",
        "\"a-br\"; false",
        "\"A\"; false",
        "a; false",
        "\"b; false",
        "\"*\"; false",
        "''; false"
      })
  void clientsThatHaveTheBodyAreKnown(String header, boolean known) {
    assertThat(EntityTag.isKnown(List.of(header), "\"a\"")).isEqualTo(known);
    assertThat(EntityTag.isKnown(List.of("\"z\"", header), "\"a-gzip\"")).isEqualTo(known);
  }
}
