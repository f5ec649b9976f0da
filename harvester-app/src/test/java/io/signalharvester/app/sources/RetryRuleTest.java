/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.SourceFault.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryRuleTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static SourceFault passing(Duration retryAfter) {
    return SourceFault.answered(Kind.SERVER, 503, true, retryAfter);
  }

  @Test
  void waitsGrowWithFullJitterAndEndAfterThreeTries() {
    assertThat(RetryRule.wait(passing(null), 1, 1.0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RetryRule.wait(passing(null), 2, 1.0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(RetryRule.wait(passing(null), 2, 0.25)).isEqualTo(Duration.ofMillis(500));
    assertThat(RetryRule.wait(passing(null), 3, 1.0)).isNull();
  }

  @Test
  void whatTheSourceAsksForWinsUpToFifteenMinutes() {
    assertThat(RetryRule.wait(passing(Duration.ofSeconds(7)), 1, 0.1))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryRule.wait(passing(Duration.ofMinutes(16)), 1, 0.1)).isNull();
  }

  @Test
  void aLastingFaultIsNotTriedAgain() {
    assertThat(RetryRule.wait(new SourceFault(Kind.AUTH, "x"), 1, 1.0)).isNull();
  }

  @Test
  void retryAfterIsReadAsSecondsOrDate() {
    assertThat(RetryRule.retryAfter("2", NOW)).isEqualTo(Duration.ofSeconds(2));
    assertThat(RetryRule.retryAfter("Thu, 1 Jan 2026 00:01:30 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(RetryRule.retryAfter("Wed, 31 Dec 2025 23:00:00 GMT", NOW)).isZero();
    assertThat(RetryRule.retryAfter("soon", NOW)).isNull();
    assertThat(RetryRule.retryAfter(null, NOW)).isNull();
  }
}
