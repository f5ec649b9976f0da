/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.StreamPosition.Gap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {

  @Test
  void theTextOfAPositionReadsBackAsTheSame() {
    for (StreamPosition position :
        new StreamPosition[] {
          new StreamPosition(0, null),
          new StreamPosition(1_767_268_800L, null),
          new StreamPosition(7, new Gap(7, 7)),
          new StreamPosition(0, new Gap(5, StreamPosition.MOST))
        }) {
      assertThat(StreamPosition.parse(position.text())).isEqualTo(position);
    }
    assertThat(new StreamPosition(7, new Gap(8, 9)).text()).isEqualTo("7/8/9");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "2026-01-01T12:00:00Z",
        "-1",
        "5/4/9",
        "5/9/8",
        "1/2",
        "1234567890123456789",
        "1/2/3/4",
        " 1"
      })
  void whatIsNoPositionReadsAsNone(String text) {
    assertThat(StreamPosition.parse(text)).isNull();
  }

  @Test
  void aGapThatDoesNotLieAboveWhatIsDoneIsRefused() {
    assertThatThrownBy(() -> new StreamPosition(5, new Gap(4, 9)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StreamPosition(-1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
