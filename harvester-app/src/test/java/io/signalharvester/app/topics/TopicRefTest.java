/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRefTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "7, 7",
        "007, 7",
        "999999999999999999, 999999999999999999",
        // Too long for an id of the database, so it can only be a name.
        "9999999999999999999, -",
        "7a, -",
        "'-7', -",
        "ai/ml, -",
        "٧, -"
      })
  void digitsAloneAreAnId(String text, Long id) {
    assertThat(TopicRef.of(text)).isEqualTo(new TopicRef(text, id));
  }
}
